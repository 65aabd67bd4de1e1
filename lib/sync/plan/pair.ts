import type { Content } from '../../model/content.ts'
import { isSameContent } from '../../model/content.ts'
import type { LiveEvent } from '../../model/event.ts'
import { type Mapping, unitOf } from '../../model/mapping.ts'
import type { Reason } from '../operation.ts'
import { spanInstants } from '../project.ts'
import type { PlannedCalendar, SyncState } from '../state.ts'
import type { Indexed } from './index-state.ts'
import { lookAt, nothing, type Outcomes, perform, waitFor } from './outcome.ts'
import { planPresent } from './present.ts'
import { type CalendarSide, type CrmSide, calendarSide, crmSide } from './sides.ts'
import { isUnwritable, takesEvents, tellingContent } from './writable.ts'

/** One row and column of the decision table: a settled mapping, whatever happened on either side. */
export function planPair(indexed: Indexed, mapping: Mapping, planned: PlannedCalendar): Outcomes {
  const { state } = indexed
  const crm = crmSide(state, mapping, planned)
  const calendar = calendarSide(indexed, mapping, planned)
  if (crm.kind === 'unknown' || calendar.kind === 'old-news') return nothing
  if (calendar.kind === 'look') return lookAt(mapping.calendarId, calendar.eventId)
  if (calendar.kind === 'unknown') return planOutside(mapping, crm)
  switch (crm.kind) {
    case 'present':
      if (calendar.kind === 'gone') return planGoneAtCalendar(state, mapping, planned, crm)
      return planPresent(state, {
        mapping,
        planned: state.calendars.get(calendar.calendarId) ?? planned,
        calendarId: calendar.calendarId,
        event: calendar.event,
        appointment: crm.appointment,
        content: crm.content,
      })
    case 'gone':
      return planGoneInCrm(state, mapping, planned, calendar)
    case 'left':
      return planLeft(state, mapping, planned, calendar)
  }
}

/** The event is outside the window and was not asked for: only a change in the CRM makes it worth a read. */
function planOutside(mapping: Mapping, crm: Exclude<CrmSide, { kind: 'unknown' }>): Outcomes {
  const isChanged = crm.kind !== 'present' || !isSameContent(crm.content, mapping.base)
  return isChanged && mapping.eventId ? lookAt(mapping.calendarId, mapping.eventId) : nothing
}

type Present<Side> = Extract<Side, { kind: 'present' }>

function planGoneAtCalendar(
  state: SyncState,
  mapping: Mapping,
  planned: PlannedCalendar,
  { appointment, content }: Present<CrmSide>,
): Outcomes {
  const { policy } = planned.account
  const { calendarId } = mapping
  const recreate = (reason: Reason) =>
    perform({ kind: 'recreate-event', reason, calendarId, mapping, appointment, content })
  if (planned.calendar.direction === 'export') {
    // The CRM decides here. What came from this calendar before it was only exported to is not put back there.
    return mapping.origin === 'crm' && takesEvents(planned) && !hasEnded(content, planned, state)
      ? recreate('only-exported')
      : becomes(mapping, 'dismissed', 'only-exported')
  }
  const isKept = state.held.kept.has(mapping.id)
  if (isKept && !takesEvents(planned)) return becomes(mapping, 'dismissed', 'kept-by-person')
  // Our own deletion was carried out, but the appointment is back in scope: nobody deleted the event.
  if (mapping.intent?.kind === 'delete' && takesEvents(planned)) return recreate('back-in-scope')
  if (isKept) return recreate('kept-by-person')
  if (hasEnded(mapping.base, planned, state)) return becomes(mapping, 'dismissed', 'ended')
  const isEdited = !isSameContent(content, mapping.base)
  const isOurs = mapping.status !== 'read_only' && takesEvents(planned)
  if (isEdited && isOurs && policy !== 'calendar-wins') return recreate('edit-beats-delete')
  const unit = unitOf(mapping)
  return perform({ kind: 'delete-appointment', reason: 'deleted-at-calendar', calendarId, mapping, appointment, unit })
}

function planGoneInCrm(
  state: SyncState,
  mapping: Mapping,
  planned: PlannedCalendar,
  calendar: Exclude<CalendarSide, { kind: 'look' | 'unknown' | 'old-news' }>,
): Outcomes {
  if (calendar.kind === 'gone') return becomes(mapping, 'closed', 'both-gone')
  const { event } = calendar
  const told = tellingContent(event, mapping)
  if (isUnwritable(planned, event, mapping.origin)) return becomes(mapping, 'dismissed', 'deleted-in-crm')
  if (hasEnded(told, planned, state)) return becomes(mapping, 'dismissed', 'ended')
  if (state.held.kept.has(mapping.id)) return becomes(mapping, 'closed', 'kept-by-person')
  const isOwnWrite =
    mapping.intent?.kind === 'update' && isSameContent({ ...mapping.base, ...mapping.intent.patch }, told)
  const isEdited = !isSameContent(told, mapping.base) && !isOwnWrite
  // Closing lets the next round import the edited event anew.
  if (isEdited && planned.account.policy !== 'crm-wins') return becomes(mapping, 'closed', 'edit-beats-delete')
  return deleteEvent(mapping, event, 'deleted-in-crm', 'closed')
}

function planLeft(
  state: SyncState,
  mapping: Mapping,
  planned: PlannedCalendar,
  calendar: Exclude<CalendarSide, { kind: 'look' | 'unknown' | 'old-news' }>,
): Outcomes {
  if (calendar.kind === 'gone') return becomes(mapping, 'closed', 'both-gone')
  if (mapping.origin === 'calendar' || isUnwritable(planned, calendar.event, mapping.origin)) {
    return becomes(mapping, 'dismissed', 'left-scope')
  }
  if (state.held.kept.has(mapping.id)) return becomes(mapping, 'dismissed', 'kept-by-person')
  return deleteEvent(mapping, calendar.event, 'left-scope', 'dismissed')
}

function deleteEvent(mapping: Mapping, event: LiveEvent, reason: Reason, then: 'closed' | 'dismissed'): Outcomes {
  if (event.guestCount > 0) {
    return waitFor({ kind: 'guests', mapping, event, change: 'delete', guestCount: event.guestCount })
  }
  const { calendarId } = mapping
  return perform({ kind: 'delete-event', reason, calendarId, mapping, event, unit: unitOf(mapping), becomes: then })
}

function becomes(mapping: Mapping, status: 'closed' | 'dismissed', reason: Reason): Outcomes {
  return perform({ kind: 'settle', reason, calendarId: mapping.calendarId, mapping, set: { status, conflict: null } })
}

/** What is over is never deleted on the other side. */
export function hasEnded(content: Content, planned: PlannedCalendar, state: SyncState): boolean {
  return spanInstants(content.time, planned.account.timezone).end <= state.now
}
