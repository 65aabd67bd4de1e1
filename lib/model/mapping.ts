import type { Content, Field, Patch } from './content.ts'
import type { AccountId, AppointmentId, CalendarId, EventId, MappingId } from './ids.ts'

/**
 * pending: the event is about to be created with the content in `base`.
 * closed: both sides are gone; dismissed: matched but neither imported again nor propagated.
 * The others are live links that wait for nothing, for a person, or for a mend.
 */
export type MappingStatus = 'pending' | 'synced' | 'conflict' | 'held' | 'read_only' | 'error' | 'closed' | 'dismissed'

/** What a run was about to write at the calendar when it last began; read so that a lost reply is not taken for an edit. */
export type Intent = { readonly kind: 'update'; readonly patch: Patch } | { readonly kind: 'delete' }

/** Links one appointment and one event, and keeps what both last agreed on. */
export type Mapping = {
  readonly id: MappingId
  readonly accountId: AccountId
  readonly calendarId: CalendarId
  readonly appointmentId: AppointmentId
  /** null until the event is created. */
  readonly eventId: EventId | null
  readonly etag: string | null
  readonly stamp: string | null
  readonly identity: string | null
  /** The canonical content both sides last agreed on, as the provider echoed it. */
  readonly base: Content
  readonly origin: 'crm' | 'calendar'
  readonly status: MappingStatus
  /** Grows with every write to the mapping; a write that expects another value is refused. */
  readonly rev: number
  /** Raised when an event is created anew after its predecessor was deleted: part of the creation key. */
  readonly generation: number
  readonly intent: Intent | null
  /** Every event id this mapping ever settled on. */
  readonly knownEventIds: readonly EventId[]
  readonly isMasked: boolean
}

export const isLive = (mapping: Mapping) => mapping.status !== 'closed' && mapping.status !== 'dismissed'

/** Instances of one series share the first part of their identity: as deletions they count as one. */
export const unitOf = (mapping: Mapping): string => mapping.identity?.split('\n')[0] ?? mapping.id

export type FieldConflict = { readonly base: unknown; readonly crm: unknown; readonly calendar: unknown }

/** An open question about one mapping: the same fields were edited on both sides. */
export type Conflict = {
  readonly id: string
  readonly mappingId: MappingId
  readonly fields: Partial<Record<Field, FieldConflict>>
  /** The side the person chose per field, valid while the values are still the ones they saw. */
  readonly resolution: Partial<Record<Field, 'crm' | 'calendar'>> | null
}
