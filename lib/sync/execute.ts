import type { Counts, RunStatus } from '../model/run.ts'
import { toBeginning } from './execute/begin-operation.ts'
import { toCommit } from './execute/commit-operation.ts'
import { createCommitQueue, running } from './execute/commit-queue.ts'
import type { ExecuteContext, Executed } from './execute/context.ts'
import { LeaseLost, openLease } from './execute/lease.ts'
import { createTally } from './execute/tally.ts'
import { writesPerBatch, writeThroughCalendars } from './execute/write-through.ts'
import type { Operation } from './operation.ts'
import type { Plan } from './plan.ts'
import { statusOfRun } from './run-status.ts'

/**
 * Carries a plan out: the only code that writes to either side. Begin records what is about to happen, then the
 * calendars are written, safe operations first and deletions last, then commit settles. Whatever is interrupted is
 * found again by the next plan.
 * @throws SyncError when the CRM cannot be reached
 */
export async function executePlan(context: ExecuteContext, plan: Plan, fence: number): Promise<Executed> {
  const { state } = context
  const tally = createTally()
  const lease = openLease(context, fence)
  const queue = createCommitQueue(context, lease, tally, plan)
  const beginnings = plan.operations.flatMap((operation) => toBeginning(operation, state, context.newMappingId) ?? [])
  const begun = new Set(beginnings.map(({ operation }) => operation))
  const direct = plan.operations.filter((operation) => !begun.has(operation))
  const addDirect = (operations: readonly Operation[]) => {
    for (const operation of operations) queue.add(operation, toCommit(operation, state, context.newMappingId))
  }
  const total = plan.operations.length
  let isUnfinished = false
  context.onProgress(0, total)
  try {
    addDirect(direct.filter((operation) => !isDeletion(operation)))
    // Many calendar writes take minutes: what needs none of them is not to wait for them.
    if (beginnings.length > writesPerBatch && queue.size > 0) await queue.flush(running)
    isUnfinished = !(await writeThroughCalendars({ context, lease, queue, tally, total }, beginnings))
    if (!isUnfinished) addDirect(direct.filter(isDeletion))
    if (!isUnfinished) await addConsents()
    await queue.flush(statusOf)
    context.onProgress(total, total)
    return result(null)
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error
    tally.stale()
    return result(error.heldUntil)
  }

  function result(heldUntil: string | null): Executed {
    return { ...tally.result(isUnfinished, heldUntil), told: queue.told(), fence: lease.fence() }
  }

  /** A round that another has to follow leaves the run open: if the worker dies before it, that is no success. */
  function statusOf(counts: Counts): RunStatus {
    if (!isUnfinished && !tally.hasStopped() && (tally.isStale() || opensTheWay(plan))) return 'running'
    const errorCodes = [...context.errorsBefore, ...tally.errorCodes()]
    const hasTrouble = context.hasTrouble || tally.hasStopped()
    return statusOfRun({ counts, errorCodes, hasTrouble, isCutShort: isUnfinished })
  }

  /** A calendar's first sync is over once everything the person agreed to was tried and nothing new asks. */
  async function addConsents(): Promise<void> {
    // A pair that changed meanwhile is refused as a link: without a yes it must not become an import and an export.
    if (plan.operations.some(({ kind }) => kind === 'link')) await queue.flush(running)
    if (tally.hasTrouble() || tally.isStale()) return
    const asking = new Set(plan.first?.planned.map(({ calendarId }) => calendarId))
    for (const calendarId of state.consent?.calendars ?? []) {
      const planned = state.calendars.get(calendarId)
      if (!planned?.isPulled || planned.calendar.consentedAt !== null || asking.has(calendarId)) continue
      queue.add(null, { op: 'consent', calendarId })
    }
  }
}

/** Operations that only clear up, so that the next plan can do what is really wanted. */
export function opensTheWay(plan: Plan): boolean {
  return plan.operations.some(({ kind, reason }) => {
    if (kind === 'link') return true
    return (
      kind === 'settle' &&
      ['creation-unsettled', 'edit-beats-delete', 'kept-by-person', 'back-in-scope'].includes(reason)
    )
  })
}

const isDeletion = ({ kind }: Operation) => kind === 'delete-appointment'
