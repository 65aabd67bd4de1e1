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
  if (!isInScope(state, appointment)) return { kind: 'left' }
  if (appointment.row.isCancelled) return { kind: 'gone' }
  return { kind: 'present', appointment, content: contentOf(appointment, planned, mapping.base) }
}

export const isInScope = (state: SyncState, appointment: LiveAppointment) =>
  appointment.ownerId === state.userId && state.organizations.has(appointment.organizationId)

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
  if (event === null) return goneOrElsewhere(indexed, mapping, planned)
  switch (event.kind) {
    case 'live':
      return weigh(event, mapping, isFresh)
    case 'gone': {
      const isProof = isFresh || isNewer(event.stamp, mapping.stamp)
      return isProof ? goneOrElsewhere(indexed, mapping, planned) : look
    }
    case 'ignored':
      return goneOrElsewhere(indexed, mapping, planned)
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

const goneOrElsewhere = (indexed: Indexed, mapping: Mapping, planned: PlannedCalendar): CalendarSide =>
  instanceOf(indexed, mapping) ?? movedTo(indexed, mapping, planned) ?? { kind: 'gone' }

/** Gone here, but the same meeting stands unlinked in another connected calendar: it was moved, not deleted. */
function movedTo(indexed: Indexed, mapping: Mapping, planned: PlannedCalendar): CalendarSide | null {
  const identity = mapping.identity && identityKey(planned, mapping.identity)
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
