import type { LiveEvent, MirroredEvent } from '../../model/event.ts'
import {
  type AppointmentId,
  type CalendarId,
  calendarOf,
  type EventId,
  type EventKey,
  eventKey,
} from '../../model/ids.ts'
import { isLive, type Mapping } from '../../model/mapping.ts'
import type { SyncState } from '../state.ts'

/** Look-ups over the state, made once per plan, so that no decision searches a list. */
export type Indexed = {
  readonly state: SyncState
  /** Live, pending and dismissed mappings: what they name is taken. */
  readonly byEvent: ReadonlyMap<EventKey, Mapping>
  readonly byAppointment: ReadonlyMap<AppointmentId, Mapping>
  readonly byIdentity: ReadonlyMap<string, Mapping>
  /** Events that a mapping once settled on and has left since; what a late feed or a trash brings back needs a read. */
  readonly formerEvents: ReadonlySet<EventKey>
  /** Meetings of closed mappings: the same. */
  readonly formerIdentities: ReadonlySet<string>
  readonly instancesBySeries: ReadonlyMap<EventKey, readonly LiveEvent[]>
  /** Live events by meeting identity in all connected calendars. */
  readonly eventsByIdentity: ReadonlyMap<string, readonly { calendarId: CalendarId; event: LiveEvent }[]>
}

export function indexState(state: SyncState): Indexed {
  const byEvent = new Map<EventKey, Mapping>()
  const byAppointment = new Map<AppointmentId, Mapping>()
  const byIdentity = new Map<string, Mapping>()
  const formerEvents = new Set<EventKey>()
  const formerIdentities = new Set<string>()
  for (const mapping of state.mirror.mappings.values()) {
    const id = mapping.eventId ?? pendingEventId(state, mapping)
    const isClosed = mapping.status === 'closed'
    for (const known of mapping.knownEventIds) {
      if (isClosed || known !== id) formerEvents.add(eventKey(mapping.calendarId, known))
    }
    const identity = mapping.identity && identityKey(state, mapping.calendarId, mapping.identity)
    if (isClosed) {
      if (identity) formerIdentities.add(identity)
      continue
    }
    if (id) byEvent.set(eventKey(mapping.calendarId, id), mapping)
    byAppointment.set(mapping.appointmentId, mapping)
    if (identity && (isLive(mapping) || !byIdentity.has(identity))) byIdentity.set(identity, mapping)
  }
  return { state, byEvent, byAppointment, byIdentity, formerEvents, formerIdentities, ...indexEvents(state) }
}

function indexEvents(state: SyncState): Pick<Indexed, 'instancesBySeries' | 'eventsByIdentity'> {
  const instancesBySeries = new Map<EventKey, LiveEvent[]>()
  const eventsByIdentity = new Map<string, { calendarId: CalendarId; event: LiveEvent }[]>()
  const add = (calendarId: CalendarId, event: LiveEvent) => {
    if (event.seriesId) push(instancesBySeries, eventKey(calendarId, event.seriesId), event)
    const identity = identityKey(state, calendarId, event.identity)
    if (identity) push(eventsByIdentity, identity, { calendarId, event })
  }
  for (const [calendarId, events] of state.mirror.events) {
    for (const event of events.values()) {
      const now = state.looked.size === 0 ? event : eventOf(state, calendarId, event.id)
      if (now?.kind === 'live') add(calendarId, now)
    }
  }
  for (const [key, event] of state.looked) {
    const calendarId = calendarOf(key)
    if (event?.kind === 'live' && !state.mirror.events.get(calendarId)?.has(event.id)) add(calendarId, event)
  }
  return { instancesBySeries, eventsByIdentity }
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/**
 * Identity is compared within one organisation: the same meeting may stand in the CRMs of two. What a calendar that is
 * switched off or disconnected has linked stays linked.
 */
export function identityKey({ organizationOf }: SyncState, calendarId: CalendarId, identity: string): string | null {
  const organizationId = organizationOf.get(calendarId)
  return organizationId === undefined ? null : `${organizationId} ${identity}`
}

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
