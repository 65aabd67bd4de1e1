import type { StoredEvent } from './types.ts'

/** One calendar: every version of every event, in the order of its change feed. */
export type Calendar = {
  readonly id: string
  /** The person whose calendar it is; null for public ones (holidays). */
  readonly owner: string | null
  summary: string
  timezone: string
  /** The newest version. */
  head: number
  /** Sync tokens of an older epoch are refused. */
  epoch: number
  readonly events: Map<string, StoredEvent[]>
}

export type CalendarState = Omit<Calendar, 'events'> & { readonly events: StoredEvent[][] }

export const dumpCalendar = (calendar: Calendar): CalendarState => ({
  ...calendar,
  events: [...calendar.events.values()],
})

export const restoreCalendar = (state: CalendarState): Calendar => ({
  ...state,
  events: new Map(state.events.map((versions) => [versions[0]?.id ?? '', versions])),
})

export function append(calendar: Calendar, stored: Omit<StoredEvent, 'version'>): StoredEvent {
  calendar.head += 1
  const version = { ...stored, version: calendar.head }
  const versions = calendar.events.get(stored.id)
  if (versions) versions.push(version)
  else calendar.events.set(stored.id, [version])
  return version
}

/** What the calendar held under this id when its feed stood at `at`. */
export function storedAt(calendar: Calendar, id: string, at = calendar.head): StoredEvent | undefined {
  return calendar.events.get(id)?.findLast((stored) => stored.version <= at)
}

/** Where the feed stands for a reader who sees changes only after `lagMs`. */
export function visibleHead(calendar: Calendar, now: number, lagMs: number): number {
  if (lagMs <= 0) return calendar.head
  let hidden = Number.POSITIVE_INFINITY
  for (const versions of calendar.events.values())
    for (const stored of versions)
      if (stored.changedAt > now - lagMs && stored.version < hidden) hidden = stored.version
  return Math.min(calendar.head, hidden - 1)
}

/** The exceptions of a series at that version, dropped ones included. */
export function exceptionsOf(calendar: Calendar, seriesId: string, at = calendar.head): StoredEvent[] {
  const found: StoredEvent[] = []
  for (const id of calendar.events.keys()) {
    if (!id.startsWith(`${seriesId}_`)) continue
    const stored = storedAt(calendar, id, at)
    if (stored && stored.kind !== 'event' && stored.resource.recurringEventId === seriesId) found.push(stored)
  }
  return found
}
