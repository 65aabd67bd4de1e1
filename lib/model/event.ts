import type { Content } from './content.ts'
import type { EventId, MappingId } from './ids.ts'

/** Why an event's fields may not be written at the calendar. */
export type ReadOnlyReason = 'guest' | 'special-type' | 'calendar' | 'locked' | 'masked'

/** Our signature on an event that a sync created. Believed only where the mapping agrees (people copy events). */
export type Marker = { readonly mappingId: MappingId; readonly generation: number }

/** An event as the provider last told it, in canonical form. */
export type LiveEvent = {
  readonly kind: 'live'
  readonly id: EventId
  readonly etag: string
  /** The provider's own time of the last change, milliseconds kept; orders versions of one event. */
  readonly stamp: string | null
  /** The same meeting has the same identity in every calendar: see `meetingIdentity`. */
  readonly identity: string
  /** The series this event is an instance of. */
  readonly seriesId: EventId | null
  /** Private events carry no details: title "Busy", no description, no location. */
  readonly content: Content
  readonly isMasked: boolean
  readonly readOnly: ReadOnlyReason | null
  /** Guests other than the user: a change of time, place or existence would concern them. */
  readonly guestCount: number
  readonly marker: Marker | null
}

/** Explicit word of the provider that the event is cancelled. */
export type GoneEvent = {
  readonly kind: 'gone'
  readonly id: EventId
  readonly etag: string
  readonly stamp: string | null
  readonly seriesId: EventId | null
}

/** A thing of a kind the sync leaves alone (a series master, a birthday): known, never planned. */
export type IgnoredEvent = { readonly kind: 'ignored'; readonly id: EventId; readonly etag: string }

export type MirroredEvent = LiveEvent | GoneEvent | IgnoredEvent

/** iCalUID, and of an instance where it was planned to start, a line each: the first line is the whole series' own. */
export const meetingIdentity = (uid: string, originalStart: string | null) =>
  originalStart === null ? uid : `${uid}\n${originalStart}`
