import type { RunStatus } from '../../model/run.ts'
import type { Operation } from '../operation.ts'
import type { CommitOperation } from '../ports.ts'
import type { ExecuteContext } from './context.ts'
import { addCounts } from './counts.ts'
import type { Lease } from './lease.ts'
import type { Tally } from './tally.ts'

const rowsPerCall = 2500

/** What waits to be committed, with the operation it settles; null for bookkeeping. */
type Queued = { readonly operation: Operation | null; readonly commit: CommitOperation }

export type CommitQueue = {
  add(operation: Operation | null, commit: CommitOperation): void
  readonly size: number
  /** How many operations are through, committed or waiting here. */
  done(): number
  /** Commits all that waits; even nothing, where the run has to be ended in the log. */
  flush(status: RunStatus): Promise<void>
}

export function createCommitQueue(context: ExecuteContext, lease: Lease, tally: Tally): CommitQueue {
  let rows: Queued[] = []
  let committed = 0

  async function commit(chunk: readonly Queued[], status: RunStatus): Promise<void> {
    const counts = addCounts(context.countsBefore, tally.expected(chunk.map(({ operation }) => operation)))
    const results = await lease.commit(
      chunk.map((row) => row.commit),
      { status, counts, errorCodes: tally.errorCodes() },
    )
    chunk.forEach(({ operation }, n) => tally.committed(operation, results[n]))
    committed += chunk.length
  }

  return {
    add: (operation, row) => rows.push({ operation, commit: row }),
    get size() {
      return rows.length
    },
    done: () => committed + rows.length,
    async flush(status) {
      const all = rows
      rows = []
      const last = Math.max(0, Math.ceil(all.length / rowsPerCall) - 1)
      for (let n = 0; n <= last; n += 1) {
        await commit(all.slice(n * rowsPerCall, (n + 1) * rowsPerCall), n === last ? status : 'running')
      }
    },
  }
}
