import type { ErrorCode, SyncError } from '../../model/errors.ts'
import type { MirroredEvent } from '../../model/event.ts'
import type { AccountId, CalendarId, DeviceId, EventKey, MappingId, RunId } from '../../model/ids.ts'
import type { Counts, Trigger } from '../../model/run.ts'
import type { CalendarPort, CommitRequest, CrmPort } from '../ports.ts'
import type { SyncState } from '../state.ts'

/** What the executor needs from outside. */
export type ExecuteContext = {
  readonly crm: CrmPort
  readonly state: SyncState
  readonly portOf: (calendarId: CalendarId) => CalendarPort
  readonly device: DeviceId
  readonly runId: RunId
  readonly trigger: Trigger
  /** Counts of the rounds before this one, in the same run. */
  readonly countsBefore: Counts
  /** What went wrong in this run before: calendars that could not be read, items refused in earlier rounds. */
  readonly errorsBefore: readonly ErrorCode[]
  /** An account could not be read. */
  readonly hasTrouble: boolean
  readonly newMappingId: () => MappingId
  /** true once the run has to stop and go on later. */
  readonly isOutOfTime: () => boolean
  readonly pause: (ms: number) => Promise<void>
  /** A clock that never jumps, in milliseconds. */
  readonly monotonicMs: () => number
  readonly onProgress: (done: number, total: number) => void
}

/** How a round of writing went. */
export type Executed = {
  readonly counts: Counts
  /** Appointments added, changed or removed in the CRM. */
  readonly changedInCrm: number
  /** Something was refused because the world moved on: pull and plan again. */
  readonly isStale: boolean
  /** Keys of operations that were refused because the world moved on. */
  readonly refusedKeys: readonly string[]
  /** Operations that the other side will not accept as they are, with the reason. */
  readonly setAside: readonly { readonly key: string; readonly code: ErrorCode }[]
  /** Accounts at which writing stopped. */
  readonly stopped: ReadonlyMap<AccountId, SyncError>
  /** Events read by themselves because a write found them changed or gone. */
  readonly looked: ReadonlyMap<EventKey, MirroredEvent | null>
  /** Time ran out with operations left. */
  readonly isUnfinished: boolean
  /** Another device is at work; nothing more was written. */
  readonly heldUntil: string | null
  /** What the CRM's log was told last; null where nothing was. */
  readonly told: CommitRequest['run'] | null
  /** The lease's fencing number as last answered. */
  readonly fence: number
}
