import type { Mapping } from '../../model/mapping.ts'
import type { PlannedCalendar } from '../state.ts'
import { eventOf, type Indexed, pendingEventId, wasLookedAt } from './index-state.ts'
import { lookAt, nothing, type Outcomes, perform } from './outcome.ts'
import { hasEnded } from './pair.ts'
import { contentOf, crmSide, isInScope } from './sides.ts'
import { takesEvents } from './writable.ts'

/** A creation that was begun and not settled: find what became of it, or send the same again under the same key. */
export function planPending(indexed: Indexed, mapping: Mapping, planned: PlannedCalendar): Outcomes {
  const { state } = indexed
  const eventId = pendingEventId(state, mapping)
  if (!eventId) return nothing
  const event = eventOf(state, mapping.calendarId, eventId)
  const settle = { kind: 'settle', reason: 'creation-unsettled', calendarId: mapping.calendarId, mapping } as const
  if (event?.kind === 'live') {
    const { etag, stamp, identity } = event
    return perform({ ...settle, set: { eventId, etag, stamp, identity, status: 'synced' } })
  }
  // It came to be and was deleted before we could note it: noted now, the decision table takes over.
  if (event?.kind === 'gone') return perform({ ...settle, set: { eventId, status: 'synced' } })
  const crm = crmSide(state, mapping, planned)
  if (crm.kind === 'unknown') return nothing
  if (crm.kind !== 'present') return perform({ ...settle, set: { status: 'closed' } })
  if (!takesEvents(planned)) return nothing
  return perform({ kind: 'resume-create', reason: 'creation-unsettled', calendarId: mapping.calendarId, mapping })
}

/** Matched, but out of the sync's hands until the appointment comes back into the user's scope. */
export function planDismissed(indexed: Indexed, mapping: Mapping, planned: PlannedCalendar): Outcomes {
  const { state } = indexed
  const appointment = state.mirror.appointments.get(mapping.appointmentId)
  if (appointment?.kind !== 'live' || !isInScope(state, appointment, planned) || appointment.row.isCancelled) {
    return nothing
  }
  const { calendarId, eventId } = mapping
  const event = eventId ? eventOf(state, calendarId, eventId) : null
  const content = contentOf(appointment, planned, mapping.base)
  const isWanted = isExportable(mapping, planned) && !hasEnded(content, planned, state)
  // The mirror may be older than our own deletion: only the event itself tells whether it still stands.
  const isInDoubt = event?.kind === 'live' || (event === undefined && isWanted)
  if (eventId && isInDoubt && !wasLookedAt(state, calendarId, eventId)) return lookAt(calendarId, eventId)
  if (event?.kind === 'live') {
    const { etag, stamp, identity } = event
    const set = { status: 'synced', etag, stamp, identity } as const
    return perform({ kind: 'settle', reason: 'back-in-scope', calendarId, mapping, set })
  }
  if (!isWanted) return nothing
  return perform({ kind: 'recreate-event', reason: 'back-in-scope', calendarId, mapping, appointment, content })
}

/** A calendar that is only exported to does not get back what once came from it, and nobody gets a second "Busy". */
const isExportable = ({ origin, isMasked }: Mapping, planned: PlannedCalendar) =>
  takesEvents(planned) && (origin === 'crm' || (planned.calendar.direction === 'two-way' && !isMasked))
