import type { Account, Calendar } from '../model/account.ts'
import type { MirroredAppointment } from '../model/appointment.ts'
import type { Content } from '../model/content.ts'
import type { ErrorCode } from '../model/errors.ts'
import type { MirroredEvent } from '../model/event.ts'
import type { AppointmentId, CalendarId, EventId, EventKey, MappingId, OrganizationId, UserId } from '../model/ids.ts'
import type { Conflict, Mapping } from '../model/mapping.ts'
import type { Instant } from '../model/time.ts'
import type { Contract, CreationKey, RecentDeletion, Window } from './ports.ts'

/** What the device knows of both sides. */
export type Mirror = {
  readonly appointments: ReadonlyMap<AppointmentId, MirroredAppointment>
  readonly mappings: ReadonlyMap<MappingId, Mapping>
  readonly conflicts: ReadonlyMap<MappingId, Conflict>
  readonly events: ReadonlyMap<CalendarId, ReadonlyMap<EventId, MirroredEvent>>
}

/** The parts of an adapter that are pure: the planner may call them. */
export type Projection = {
  canonicalize(content: Content): Content
  eventIdOf(key: CreationKey): EventId
}

/** One connected calendar in a plan. */
export type PlannedCalendar = {
  readonly calendar: Calendar
  readonly account: Account
  readonly projection: Projection
  /** false: its pull did not finish in this run, so nothing about it is decided. */
  readonly isPulled: boolean
}

/** What a person decided about things the guard held back. */
export type HeldDecisions = {
  /** Carry the deletion out. */
  readonly released: ReadonlySet<MappingId>
  /** Do not delete; bring the missing side back. */
  readonly kept: ReadonlySet<MappingId>
}

/** A yes to exactly the operations that were shown, for the calendars they were shown for. */
export type Consent = {
  readonly calendars: ReadonlySet<CalendarId>
  /** Keys of the operations (see operationKey). */
  readonly operations: ReadonlySet<string>
  /** Doubtful pairs the person wants linked (see pairKey). */
  readonly pairs: ReadonlySet<string>
}

/** Everything the planner looks at. Same state, same plan. */
export type SyncState = {
  readonly now: Instant
  readonly window: Window
  readonly userId: UserId
  readonly organizations: ReadonlySet<OrganizationId>
  readonly contract: Contract
  readonly mirror: Mirror
  /** The calendars in use. */
  readonly calendars: ReadonlyMap<CalendarId, PlannedCalendar>
  /** Of every calendar that was ever connected, also those switched off and disconnected. */
  readonly organizationOf: ReadonlyMap<CalendarId, OrganizationId>
  /** Events read one by one in this run; null: the calendar does not know it. */
  readonly looked: ReadonlyMap<EventKey, MirroredEvent | null>
  readonly recentDeletions: readonly RecentDeletion[]
  readonly held: HeldDecisions
  /** What the person agreed to for a first sync; null before they did. */
  readonly consent: Consent | null
  /** Keys of operations that were refused, with the reason: not tried again while they are planned on the same values. */
  readonly setAside: ReadonlyMap<string, ErrorCode>
}
