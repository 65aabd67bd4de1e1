import type { Account, Calendar } from '../model/account.ts'
import type { MappingId, RunId, UserId } from '../model/ids.ts'
import type { Trigger } from '../model/run.ts'
import type { Instant } from '../model/time.ts'
import type { CalendarPort, CrmPort } from './ports.ts'
import type { MirrorStore } from './store.ts'

/** What a run needs from outside; tests hand in clocks and ids of their own. */
export type SyncPorts = {
  readonly crm: CrmPort
  readonly store: MirrorStore
  readonly openCalendar: (account: Account, calendar: Calendar) => CalendarPort
  readonly now: () => Instant
  /** A clock that never jumps, in milliseconds. */
  readonly monotonicMs: () => number
  readonly pause: (ms: number) => Promise<void>
  readonly newRunId: () => RunId
  readonly newMappingId: () => MappingId
  /** `total` is null while the amount is unknown. */
  readonly onProgress: (done: number, total: number | null) => void
}

export type SyncOptions = {
  readonly trigger: Trigger
  /** Whose session this is: a CRM that answers for somebody else ends the run before anything is written. */
  readonly userId: UserId
  /** How long the run may take before it stops and wants to go on later. */
  readonly budgetMs: number
  /** Plan and show, write nothing. */
  readonly isPreview?: boolean
}
