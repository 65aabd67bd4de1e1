import type { LiveAppointment } from '../../model/appointment.ts'
import type { LiveEvent } from '../../model/event.ts'
import { type CalendarId, eventKey, type OrganizationId } from '../../model/ids.ts'
import { isLive } from '../../model/mapping.ts'
import { overlaps, spanInstants } from '../project.ts'
import type { PlannedCalendar, SyncState } from '../state.ts'
import { eventOf, type Indexed, identityKey, keyOf, wasLookedAt } from './index-state.ts'
import { lookAt, nothing, type Outcomes, perform } from './outcome.ts'
import { contentOf, isInScope } from './sides.ts'
import { takesEvents } from './writable.ts'

/** An event that no live mapping names: something new, something of ours that came late, or a meeting known elsewhere. */
export function planEvent(
  indexed: Indexed,
  calendarId: CalendarId,
  event: LiveEvent,
  planned: PlannedCalendar,
): Outcomes {
  const { state } = indexed
  const { direction } = planned.calendar
  if (direction === 'off' || indexed.byEvent.has(eventKey(calendarId, event.id))) return nothing
  const late = planLate(indexed, calendarId, event, planned)
  if (late) return late
  if (direction === 'export' || !overlaps(event.content.time, state.window, planned.account.timezone)) return nothing
  const identity = identityKey(state, calendarId, event.identity)
  if (identity && indexed.byIdentity.has(identity)) return nothing
  const isFormer =
    indexed.formerEvents.has(eventKey(calendarId, event.id)) ||
    (identity !== null && indexed.formerIdentities.has(identity))
  if (isFormer && !wasLookedAt(state, calendarId, event.id)) return lookAt(calendarId, event.id)
  const now = eventOf(state, calendarId, event.id)
  if (now?.kind !== 'live') return nothing
  return perform({ kind: 'import', reason: 'new-at-calendar', calendarId, event: now })
}

/** A creation of ours that reached the calendar after its mapping was closed. A marker counts only with our own id. */
function planLate(
  indexed: Indexed,
  calendarId: CalendarId,
  event: LiveEvent,
  planned: PlannedCalendar,
): Outcomes | null {
  const mapping = event.marker && indexed.state.mirror.mappings.get(event.marker.mappingId)
  if (!mapping || isLive(mapping) || mapping.calendarId !== calendarId || !event.marker) return null
  const isOurs = planned.projection.eventIdOf({ ...keyOf(mapping), generation: event.marker.generation }) === event.id
  if (!isOurs || mapping.knownEventIds.includes(event.id)) return null
  if (event.guestCount > 0 || mapping.status !== 'closed' || !takesEvents(planned)) return nothing
  const unit = mapping.id
  return perform({ kind: 'delete-event', reason: 'created-late', calendarId, mapping, event, unit, becomes: 'closed' })
}

/** The calendar that new appointments of an organisation are exported to. */
export type Homes = ReadonlyMap<OrganizationId, PlannedCalendar>

export function findHomes(state: SyncState): Homes {
  const homes = new Map<OrganizationId, PlannedCalendar>()
  for (const planned of state.calendars.values()) {
    const { calendar } = planned
    const takesExports = calendar.direction === 'two-way' || calendar.direction === 'export'
    if (calendar.isHome && calendar.isWritable && takesExports) homes.set(calendar.organizationId, planned)
  }
  return homes
}

/** An appointment that no mapping names: export it to its organisation's home calendar. */
export function planAppointment(indexed: Indexed, appointment: LiveAppointment, homes: Homes): Outcomes {
  const { state } = indexed
  const home = homes.get(appointment.organizationId)
  if (!home?.isPulled || indexed.byAppointment.has(appointment.id)) return nothing
  if (!isInScope(state, appointment, home) || appointment.row.isCancelled) return nothing
  const content = contentOf(appointment, home, null)
  const { timezone } = home.account
  if (!overlaps(content.time, state.window, timezone)) return nothing
  // What was over when the first sync was agreed on stays where it is.
  if (spanInstants(content.time, timezone).end <= (home.calendar.consentedAt ?? state.now)) return nothing
  return perform({ kind: 'create-event', reason: 'new-in-crm', calendarId: home.calendar.id, appointment, content })
}
