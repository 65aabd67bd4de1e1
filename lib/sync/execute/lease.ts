import type { BeginOperation, CommitOperation, CommitRequest, LeaseAnswer, OperationResult } from '../ports.ts'
import type { ExecuteContext } from './context.ts'

/** Longer than the slowest batch plus its commit; a dead worker holds others up no longer than this. */
export const leaseSeconds = 120
/** A calendar request may take this long; no write starts when less of the lease is left. */
const requestMs = 30_000

/** Thrown inside the executor when another device took over; nothing more may be written. */
export class LeaseLost extends Error {
  readonly heldUntil: string | null

  constructor(heldUntil: string | null) {
    super(heldUntil === null ? 'another device wrote since the pull' : 'another device is writing')
    this.heldUntil = heldUntil
  }
}

/** The run's way to begin and commit; carries the fencing number from answer to answer. */
export type Lease = {
  begin(operations: readonly BeginOperation[]): Promise<readonly OperationResult[]>
  commit(operations: readonly CommitOperation[], run: CommitRequest['run']): Promise<readonly OperationResult[]>
  /** false when a calendar write could outlive the lease. */
  hasTime(): boolean
  fence(): number
}

export function openLease(context: ExecuteContext, fence: number): Lease {
  const { crm, device, runId, trigger } = context
  let current = fence
  let endsAtMs = Number.POSITIVE_INFINITY
  const header = () => ({ device, runId, trigger, fence: current, leaseSeconds })

  function accept(answer: LeaseAnswer<{ results: readonly OperationResult[] }>, askedAtMs: number) {
    if (answer.kind === 'lease-held') throw new LeaseLost(answer.until)
    if (answer.kind === 'stale') throw new LeaseLost(null)
    current = answer.fence
    // Reckoned from when it was asked for, on a clock that cannot be set: never later than the server thinks.
    endsAtMs = askedAtMs + leaseSeconds * 1000
    return answer.results
  }

  return {
    async begin(operations) {
      const askedAtMs = context.monotonicMs()
      return accept(await crm.begin({ ...header(), operations }), askedAtMs)
    },
    async commit(operations, run) {
      const askedAtMs = context.monotonicMs()
      return accept(await crm.commit({ ...header(), operations, run }), askedAtMs)
    },
    fence: () => current,
    hasTime: () => context.monotonicMs() + requestMs < endsAtMs,
  }
}
