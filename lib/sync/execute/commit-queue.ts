import type { Counts, RunStatus } from '../../model/run.ts'
import type { Operation } from '../operation.ts'
import type { Plan } from '../plan.ts'
import type { CommitOperation, CommitRequest } from '../ports.ts'
import { withWaiting } from '../run-status.ts'
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
  flush(statusOf: (counts: Counts) => RunStatus): Promise<void>
  /** How the run was last said to stand. */
  told(): CommitRequest['run'] | null
}

export const running = () => 'running' as const

export function createCommitQueue(context: ExecuteContext, lease: Lease, tally: Tally, plan: Plan): CommitQueue {
  let rows: Queued[] = []
  let committed = 0
  let told: CommitRequest['run'] | null = null

  async function commit(chunk: readonly Queued[], statusOf: (counts: Counts) => RunStatus): Promise<void> {
    const done = addCounts(context.countsBefore, tally.expected(chunk.map(({ operation }) => operation)))
    const counts = withWaiting(done, plan.waiting)
    const errorCodes = [...new Set([...context.errorsBefore, ...tally.errorCodes()])]
    const run = { status: statusOf(counts), counts, errorCodes }
    const results = await lease.commit(
      chunk.map((row) => row.commit),
      run,
    )
    told = run
    chunk.forEach(({ operation }, n) => tally.committed(operation, results[n]))
    committed += chunk.length
  }

  return {
    add: (operation, row) => rows.push({ operation, commit: row }),
    get size() {
      return rows.length
    },
    done: () => committed + rows.length,
    told: () => told,
    async flush(statusOf) {
      const all = rows
      rows = []
      const last = Math.max(0, Math.ceil(all.length / rowsPerCall) - 1)
      for (let n = 0; n <= last; n += 1) {
        await commit(all.slice(n * rowsPerCall, (n + 1) * rowsPerCall), n === last ? statusOf : running)
      }
    },
  }
}
