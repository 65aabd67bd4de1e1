import { type EventKey, eventKey } from '../model/ids.ts'
import type { Mapping } from '../model/mapping.ts'
import { type Look, type Operation, operationKey, type Waiting } from './operation.ts'
import { type FirstSync, separateFirstSync } from './plan/first-sync.ts'
import { guardDeletions } from './plan/guard.ts'
import { type Indexed, indexState, wasLookedAt } from './plan/index-state.ts'
import { nothing, type Outcome, type Outcomes } from './plan/outcome.ts'
import { planPair } from './plan/pair.ts'
import { otherCalendars } from './plan/sides.ts'
import { findHomes, planAppointment, planEvent } from './plan/unlinked.ts'
import { planDismissed, planPending } from './plan/unsettled.ts'
import type { SyncState } from './state.ts'

export type Plan = {
  /** Events to read by themselves first; while there are any, the rest is provisional. */
  readonly looks: readonly Look[]
  /** Safe ones first, deletions last. */
  readonly operations: readonly Operation[]
  readonly waiting: readonly Waiting[]
  /** Wanted, but refused before and unchanged since. */
  readonly setAside: readonly Operation[]
  /** What a first sync would do once the person agrees; null where every calendar had its first sync. */
  readonly first: FirstSync | null
}

/** Decides what has to happen so that both sides become equal. Pure: no clock, no chance, no writing. */
export function planSync(state: SyncState): Plan {
  const indexed = indexState(state)
  const linked = [...planMappings(indexed)]
  const outcomes = [...linked, ...planEvents(indexed, relinkedEvents(linked)), ...planAppointments(indexed)]
  const looks = outcomes.filter((outcome) => outcome.kind === 'look').map(({ look }) => look)
  const waiting = outcomes.filter((outcome) => outcome.kind === 'wait').map((outcome) => outcome.waiting)
  const all = outcomes.filter((outcome) => outcome.kind === 'do').map(({ operation }) => operation)
  const isSetAside = (operation: Operation) => state.setAside.has(operationKey(operation))
  const wanted = state.setAside.size === 0 ? all : all.filter((operation) => !isSetAside(operation))
  const { free, first } = separateFirstSync(state, wanted)
  const guarded = guardDeletions(state, free, missing(indexed, looks))
  const searches = guarded.operations.flatMap((operation) => searchElsewhere(state, operation))
  const unproven = new Set<Operation>(searches.map(({ operation }) => operation))
  return {
    looks: uniqueLooks([...looks, ...searches.map(({ look }) => look)]),
    operations: guarded.operations
      .filter((operation) => !unproven.has(operation))
      .toSorted((a, b) => danger(a) - danger(b)),
    waiting: [...waiting, ...guarded.held],
    setAside: state.setAside.size === 0 ? [] : all.filter(isSetAside),
    first,
  }
}

function* planMappings(indexed: Indexed): Iterable<Outcome> {
  for (const mapping of indexed.state.mirror.mappings.values()) yield* planMapping(indexed, mapping)
}

function planMapping(indexed: Indexed, mapping: Mapping): Outcomes {
  const planned = indexed.state.calendars.get(mapping.calendarId)
  if (!planned?.isPulled || planned.calendar.direction === 'off') return nothing
  switch (mapping.status) {
    case 'closed':
      return nothing
    case 'dismissed':
      return planDismissed(indexed, mapping, planned)
    case 'pending':
      return planPending(indexed, mapping, planned)
    case 'synced':
    case 'conflict':
    case 'held':
    case 'read_only':
    case 'error':
      return planPair(indexed, mapping, planned)
  }
}

/** Events that a mapping moves on to in this plan: they are taken, though no mapping names them yet. */
function relinkedEvents(outcomes: Outcomes): ReadonlySet<EventKey> {
  const keys = outcomes.flatMap((outcome) => {
    if (outcome.kind !== 'do' || (outcome.operation.kind !== 'update' && outcome.operation.kind !== 'settle')) return []
    const { set, mapping } = outcome.operation
    return set.eventId ? [eventKey(set.calendarId ?? mapping.calendarId, set.eventId)] : []
  })
  return new Set(keys)
}

function* planEvents(indexed: Indexed, relinked: ReadonlySet<EventKey>): Iterable<Outcome> {
  // The same meeting in two calendars is imported from the first of them only.
  const imported = new Set<string>()
  for (const [calendarId, planned] of indexed.state.calendars) {
    if (!planned.isPulled) continue
    for (const event of indexed.state.mirror.events.get(calendarId)?.values() ?? []) {
      if (event.kind !== 'live' || relinked.has(eventKey(calendarId, event.id))) continue
      for (const outcome of planEvent(indexed, calendarId, event, planned)) {
        const isImport = outcome.kind === 'do' && outcome.operation.kind === 'import'
        if (isImport && !isFirst(imported, `${planned.calendar.organizationId} ${event.identity}`)) continue
        yield outcome
      }
    }
  }
}

const isFirst = (seen: Set<string>, key: string) => seen.size < seen.add(key).size

function* planAppointments(indexed: Indexed): Iterable<Outcome> {
  const homes = findHomes(indexed.state)
  for (const appointment of indexed.state.mirror.appointments.values()) {
    if (appointment.kind === 'live') yield* planAppointment(indexed, appointment, homes)
  }
}

/** Linked events that have to be read before anybody knows whether they are gone. */
const missing = ({ byEvent }: Indexed, looks: readonly Look[]): readonly Mapping[] =>
  looks.flatMap(({ calendarId, eventId }) => byEvent.get(eventKey(calendarId, eventId)) ?? [])

/** Before an appointment is deleted, the user's other calendars are asked for its event: it may have been moved just now. */
function searchElsewhere(state: SyncState, operation: Operation) {
  if (operation.kind !== 'delete-appointment') return []
  const { mapping } = operation
  const { eventId } = mapping
  if (!eventId) return []
  return otherCalendars(state, mapping)
    .filter(({ calendar }) => !wasLookedAt(state, calendar.id, eventId))
    .map(({ calendar }) => ({ operation, look: { calendarId: calendar.id, eventId } }))
}

const isDeletion = (operation: Operation) =>
  operation.kind === 'delete-event' || operation.kind === 'delete-appointment'
const danger = (operation: Operation) => (isDeletion(operation) ? 1 : 0)

function uniqueLooks(looks: readonly Look[]): readonly Look[] {
  return [...new Map(looks.map((look) => [`${look.calendarId} ${look.eventId}`, look])).values()]
}
