import type { LiveAppointment } from '../../model/appointment.ts'
import { type Content, isSameContent } from '../../model/content.ts'
import type { LiveEvent } from '../../model/event.ts'
import type { CalendarId, EventId } from '../../model/ids.ts'
import { eventKey } from '../../model/ids.ts'
import type { Mapping } from '../../model/mapping.ts'
import { overlaps, toContent } from '../project.ts'
import type { PlannedCalendar, SyncState } from '../state.ts'
import { eventOf, type Indexed, identityKey, wasLookedAt } from './index-state.ts'

/** A linked appointment as the decision table sees it. */
export type CrmSide =
  | { readonly kind: 'present'; readonly appointment: LiveAppointment; readonly content: Content }
  | { readonly kind: 'gone' }
  | { readonly kind: 'left' }
  | { readonly kind: 'unknown' }

/** A linked event as the decision table sees it. */
export type CalendarSide =
  | { readonly kind: 'present'; readonly event: LiveEvent; readonly calendarId: CalendarId }
  /** An older version than the mapping settled on: the feed lags, nothing is to be learned from it. */
  | { readonly kind: 'old-news' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'look'; readonly eventId: EventId }

export function crmSide(state: SyncState, mapping: Mapping, planned: PlannedCalendar): CrmSide {
  const appointment = state.mirror.appointments.get(mapping.appointmentId)
  if (!appointment) return { kind: 'unknown' }
  if (appointment.kind === 'gone') return { kind: appointment.reason === 'deleted' ? 'gone' : 'left' }
  if (!isInScope(state, appointment, planned)) return { kind: 'left' }
  if (appointment.row.isCancelled) return { kind: 'gone' }
  return { kind: 'present', appointment, content: contentOf(appointment, planned, mapping.base) }
}

/** The user's own, in the organisation that the calendar serves. */
export const isInScope = (
  state: SyncState,
  { ownerId, organizationId }: LiveAppointment,
  { calendar }: PlannedCalendar,
) => ownerId === state.userId && organizationId === calendar.organizationId && state.organizations.has(organizationId)

/** The appointment as this calendar would give it back. */
export function contentOf(appointment: LiveAppointment, planned: PlannedCalendar, base: Content | null): Content {
  const content = toContent(appointment.row, planned.account.timezone, base)
  // The base is in canonical form, and nearly every row says what its base says: that is most of a plan's work saved.
  return base && isSameContent(content, base) ? base : planned.projection.canonicalize(content)
}

export function calendarSide(indexed: Indexed, mapping: Mapping, planned: PlannedCalendar): CalendarSide {
  const { state } = indexed
  if (!mapping.eventId) return { kind: 'unknown' }
  const event = eventOf(state, mapping.calendarId, mapping.eventId)
  const isFresh = wasLookedAt(state, mapping.calendarId, mapping.eventId)
  const look = { kind: 'look', eventId: mapping.eventId } as const
  if (event === undefined) {
    const isExpected = overlaps(mapping.base.time, state.window, planned.account.timezone)
    return isExpected ? look : { kind: 'unknown' }
  }
  if (event === null) return goneOrElsewhere(indexed, mapping)
  switch (event.kind) {
    case 'live':
      return weigh(event, mapping, isFresh)
    case 'gone': {
      const isProof = isFresh || isNewer(event.stamp, mapping.stamp)
      return isProof ? goneOrElsewhere(indexed, mapping) : look
    }
    case 'ignored':
      return becameAnother(indexed, mapping, event.id)
  }
}

/** A version other than the settled one is news only if the provider stamped it later, or a read by itself shows it. */
function weigh(event: LiveEvent, mapping: Mapping, isFresh: boolean): CalendarSide {
  const present = { kind: 'present', event, calendarId: mapping.calendarId } as const
  if (isFresh || event.etag === mapping.etag || isNewer(event.stamp, mapping.stamp)) return present
  if (isSameContent(event.content, mapping.base)) return present
  if (event.stamp !== null && mapping.stamp !== null && event.stamp < mapping.stamp) return { kind: 'old-news' }
  return { kind: 'look', eventId: event.id }
}

const isNewer = (stamp: string | null, than: string | null) => stamp !== null && than !== null && stamp > than

function goneOrElsewhere(indexed: Indexed, mapping: Mapping): CalendarSide {
  const elsewhere = instanceOf(indexed, mapping) ?? movedTo(indexed, mapping)
  if (elsewhere) return elsewhere
  // Moved or deleted: as long as one of the calendars it may have been moved to was not read, nobody knows.
  const isSearched = otherCalendars(indexed.state, mapping).every(({ isPulled }) => isPulled)
  return { kind: isSearched ? 'gone' : 'old-news' }
}

/** It became a series, whose instances speak for it; a thing of any other kind that we leave alone proves no deletion. */
function becameAnother(indexed: Indexed, mapping: Mapping, id: EventId): CalendarSide {
  const isSeries = indexed.instancesBySeries.has(eventKey(mapping.calendarId, id))
  return isSeries ? goneOrElsewhere(indexed, mapping) : { kind: 'old-news' }
}

/** The calendars that a linked event may have been moved to. */
export const otherCalendars = (state: SyncState, { calendarId }: Mapping): readonly PlannedCalendar[] =>
  [...state.calendars.values()].filter(
    ({ calendar }) =>
      calendar.id !== calendarId &&
      calendar.organizationId === state.organizationOf.get(calendarId) &&
      (calendar.direction === 'two-way' || calendar.direction === 'import'),
  )

/** Gone here, but the same meeting stands unlinked in another connected calendar: it was moved, not deleted. */
function movedTo(indexed: Indexed, mapping: Mapping): CalendarSide | null {
  const identity = mapping.identity && identityKey(indexed.state, mapping.calendarId, mapping.identity)
  const candidates = (identity && indexed.eventsByIdentity.get(identity)) || []
  const found = candidates.find(({ calendarId, event }) => {
    const isElsewhere = calendarId !== mapping.calendarId || event.id !== mapping.eventId
    const target = indexed.state.calendars.get(calendarId)
    const isReadable = target?.calendar.direction === 'two-way' || target?.calendar.direction === 'import'
    return isElsewhere && isReadable && !indexed.byEvent.has(eventKey(calendarId, event.id))
  })
  return found ? { kind: 'present', ...found } : null
}

/** A single event that became a series under the same id: the mapping goes on with the instance at its own start. */
function instanceOf(indexed: Indexed, mapping: Mapping): CalendarSide | null {
  if (!mapping.eventId) return null
  const instances = indexed.instancesBySeries.get(eventKey(mapping.calendarId, mapping.eventId)) ?? []
  const event = instances.find(
    (instance) =>
      instance.content.time.start === mapping.base.time.start &&
      !indexed.byEvent.has(eventKey(mapping.calendarId, instance.id)),
  )
  return event ? { kind: 'present', event, calendarId: mapping.calendarId } : null
}
