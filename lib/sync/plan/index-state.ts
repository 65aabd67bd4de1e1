import type { LiveEvent, MirroredEvent } from '../../model/event.ts'
import { type AppointmentId, type CalendarId, type EventId, type EventKey, eventKey } from '../../model/ids.ts'
import { isLive, type Mapping } from '../../model/mapping.ts'
import type { PlannedCalendar, SyncState } from '../state.ts'

/** Look-ups over the state, made once per plan, so that no decision searches a list. */
export type Indexed = {
  readonly state: SyncState
  /** Live, pending and dismissed mappings: what they name is taken. */
  readonly byEvent: ReadonlyMap<EventKey, Mapping>
  readonly byAppointment: ReadonlyMap<AppointmentId, Mapping>
  readonly byIdentity: ReadonlyMap<string, Mapping>
  /** Closed mappings by every event id they ever settled on. */
  readonly closedByEvent: ReadonlyMap<EventKey, Mapping>
  readonly instancesBySeries: ReadonlyMap<EventKey, readonly LiveEvent[]>
  /** Live events by meeting identity in all connected calendars. */
  readonly eventsByIdentity: ReadonlyMap<string, readonly { calendarId: CalendarId; event: LiveEvent }[]>
}

export function indexState(state: SyncState): Indexed {
  const byEvent = new Map<EventKey, Mapping>()
  const byAppointment = new Map<AppointmentId, Mapping>()
  const byIdentity = new Map<string, Mapping>()
  const closedByEvent = new Map<EventKey, Mapping>()
  for (const mapping of state.mirror.mappings.values()) {
    if (mapping.status === 'closed') {
      for (const id of mapping.knownEventIds) closedByEvent.set(eventKey(mapping.calendarId, id), mapping)
      continue
    }
    const id = mapping.eventId ?? pendingEventId(state, mapping)
    if (id) byEvent.set(eventKey(mapping.calendarId, id), mapping)
    byAppointment.set(mapping.appointmentId, mapping)
    const identity = mapping.identity && identityKey(state.calendars.get(mapping.calendarId), mapping.identity)
    if (identity && (isLive(mapping) || !byIdentity.has(identity))) byIdentity.set(identity, mapping)
  }
  return { state, byEvent, byAppointment, byIdentity, closedByEvent, ...indexEvents(state) }
}

function indexEvents(state: SyncState): Pick<Indexed, 'instancesBySeries' | 'eventsByIdentity'> {
  const instancesBySeries = new Map<EventKey, LiveEvent[]>()
  const eventsByIdentity = new Map<string, { calendarId: CalendarId; event: LiveEvent }[]>()
  for (const [calendarId, events] of state.mirror.events) {
    for (const event of events.values()) {
      if (event.kind !== 'live') continue
      if (event.seriesId) push(instancesBySeries, eventKey(calendarId, event.seriesId), event)
      const identity = identityKey(state.calendars.get(calendarId), event.identity)
      if (identity) push(eventsByIdentity, identity, { calendarId, event })
    }
  }
  return { instancesBySeries, eventsByIdentity }
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** Identity is compared within one organisation: the same meeting may stand in the CRMs of two. */
export const identityKey = (planned: PlannedCalendar | undefined, identity: string) =>
  planned ? `${planned.calendar.organizationId} ${identity}` : null

/** The id under which a pending creation will appear or has appeared. */
export function pendingEventId(state: SyncState, mapping: Mapping): EventId | null {
  if (mapping.status !== 'pending') return null
  return state.calendars.get(mapping.calendarId)?.projection.eventIdOf(keyOf(mapping)) ?? null
}

export const keyOf = (mapping: Mapping) => ({ mappingId: mapping.id, generation: mapping.generation })

/** The event as last read: one read by itself in this run counts more than the mirror. `undefined`: never seen. */
export function eventOf(state: SyncState, calendarId: CalendarId, id: EventId): MirroredEvent | null | undefined {
  const looked = state.looked.size === 0 ? undefined : state.looked.get(eventKey(calendarId, id))
  return looked === undefined ? state.mirror.events.get(calendarId)?.get(id) : looked
}

export const wasLookedAt = (state: SyncState, calendarId: CalendarId, id: EventId) =>
  state.looked.size > 0 && state.looked.has(eventKey(calendarId, id))
