import type { ErrorCode } from '../model/errors.ts'
import type { RunId } from '../model/ids.ts'
import type { Counts, RunStatus } from '../model/run.ts'
import { type Instant, toInstant } from '../model/time.ts'
import type { Executed } from './execute/context.ts'
import type { Plan } from './plan.ts'
import type { PullAnswer } from './ports.ts'
import type { Planned } from './round/plan-round.ts'
import type { AccountTrouble, Pulled } from './round/pull-all.ts'
import { statusOfRun, withWaiting } from './run-status.ts'
import type { SyncState } from './state.ts'
import type { SetAside } from './store.ts'

/** How a run ended, for log and interface. */
export type SyncReport = {
  readonly runId: RunId
  readonly status: Exclude<RunStatus, 'running'>
  readonly counts: Counts
  /** Appointments added, changed or removed in the CRM. */
  readonly changedInCrm: number
  readonly errorCodes: readonly ErrorCode[]
  readonly troubles: readonly AccountTrouble[]
  readonly setAside: readonly SetAside[]
  /** The last plan and what it was made of; null when nothing was new and nothing had to be planned. */
  readonly plan: Plan | null
  readonly state: SyncState | null
  /** As last pulled: accounts, calendars, organisations, contract. */
  readonly answer: PullAnswer
  /** The run stopped for time or could not keep up, and wants to go on soon. */
  readonly isUnfinished: boolean
  /** Another device is at work until then. */
  readonly heldUntil: Instant | null
}

type Parts = {
  readonly runId: RunId
  readonly pulled: Pulled
  readonly planned: Planned | null
  readonly executed: Executed | null
  readonly counts: Counts
  readonly changedInCrm: number
  readonly setAside: readonly SetAside[]
  readonly isCutShort: boolean
}

export function reportOf({
  runId,
  pulled,
  planned,
  executed,
  counts,
  changedInCrm,
  setAside,
  isCutShort,
}: Parts): SyncReport {
  const troubles = [...pulled.troubles, ...(planned?.troubles ?? []), ...stoppedAccounts(pulled, executed)]
  const codes = [...troubles.map(({ error }) => error.code), ...setAside.map(({ code }) => code)]
  const isUnfinished = isCutShort || (planned?.plan.looks.length ?? 0) > 0 || (executed?.isUnfinished ?? false)
  const total = planned ? withWaiting(counts, planned.plan.waiting) : counts
  const errorCodes = [...new Set(codes)]
  const isCutOff = isUnfinished || Boolean(executed?.heldUntil)
  return {
    runId,
    status: statusOfRun({ counts: total, errorCodes, hasTrouble: troubles.length > 0, isCutShort: isCutOff }),
    counts: total,
    changedInCrm,
    errorCodes,
    troubles,
    setAside,
    plan: planned?.plan ?? null,
    state: planned?.state ?? null,
    answer: pulled.answer,
    isUnfinished,
    heldUntil: executed?.heldUntil ? toInstant(executed.heldUntil) : null,
  }
}

function stoppedAccounts(pulled: Pulled, executed: Executed | null): readonly AccountTrouble[] {
  return pulled.answer.accounts.flatMap((account) => {
    const error = executed?.stopped.get(account.id)
    return error ? [{ account, error }] : []
  })
}
