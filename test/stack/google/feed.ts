import { type Calendar, exceptionsOf, storedAt } from './calendar.ts'
import { instanceId, isAllDay, startMs } from './recurrence.ts'
import type { StoredEvent } from './types.ts'
import {
  always,
  etagOf,
  instancesIn,
  isLive,
  isSeries,
  overlaps,
  type Range,
  ruleStarts,
  type Seen,
  see,
} from './view.ts'

/** An endless series shows itself within this time. */
const tenYears = 10 * 366 * 86_400_000

export type FeedQuery = { readonly singleEvents: boolean; readonly range: Range }

/** Everything the range holds when the feed stands at `at`. Cancelled entries are included; the caller filters. */
export function fullFeed(calendar: Calendar, query: FeedQuery, at: number): Seen[] {
  const found: Seen[] = []
  for (const id of calendar.events.keys()) {
    const stored = storedAt(calendar, id, at)
    if (!stored || stored.kind === 'dropped') continue
    if (stored.kind === 'exception') {
      if (!query.singleEvents) found.push(...exceptionIn(calendar, stored, query.range, at))
      continue
    }
    if (isSeries(stored) && query.singleEvents) {
      found.push(...instancesIn(calendar, stored, query.range, at))
      continue
    }
    const seen = see(calendar, id, at)
    const isIn = isSeries(stored)
      ? isSeriesIn(calendar, stored, query.range, at)
      : overlaps(stored.resource, calendar.timezone, query.range)
    if (seen && isIn) found.push(seen)
  }
  return found
}

/** Without bounds every series is listed, also one whose rules leave no instance. */
function isSeriesIn(calendar: Calendar, series: StoredEvent, range: Range, at: number): boolean {
  if (range.from === always.from && range.until === always.until) return true
  const begin = Math.max(range.from, startMs(series.resource.start ?? {}))
  const until = Math.min(range.until, begin + tenYears)
  return instancesIn(calendar, series, { from: range.from, until }, at).length > 0
}

function exceptionIn(calendar: Calendar, stored: StoredEvent, range: Range, at: number): Seen[] {
  const series = storedAt(calendar, stored.resource.recurringEventId ?? '', at)
  const seen = isLive(series) ? see(calendar, stored.id, at) : null
  return seen && overlaps(seen.resource, calendar.timezone, range) ? [seen] : []
}

/**
 * What changed after `since`, oldest change first. An entry may lie outside the range; a changed series appears, with
 * singleEvents, as its instances: those of the range it has now, and those it had at `since` as cancelled.
 */
export function changesSince(calendar: Calendar, query: FeedQuery, since: number, at: number): Seen[] {
  const changed: StoredEvent[] = []
  for (const id of calendar.events.keys()) {
    const stored = storedAt(calendar, id, at)
    if (stored && stored.version > since) changed.push(stored)
  }
  changed.sort((a, b) => a.version - b.version)
  const entries = new Map<string, Seen>()
  for (const stored of changed) {
    const ids = query.singleEvents
      ? touchedIds(calendar, stored, query.range, since, at)
      : withExceptions(calendar, stored, at)
    for (const id of ids) entries.set(id, currentOrGone(calendar, id, stored, query, at))
  }
  return [...entries.values()]
}

/** Exceptions show what they have from their series, so they change with it. */
const withExceptions = (calendar: Calendar, stored: StoredEvent, at: number): string[] =>
  isSeries(stored) ? [stored.id, ...exceptionsOf(calendar, stored.id, at).map(({ id }) => id)] : [stored.id]

/** The ids under which a reader of instances may know this event now or may have known it at `since`. */
function touchedIds(calendar: Calendar, stored: StoredEvent, range: Range, since: number, at: number): Set<string> {
  if (stored.kind !== 'event') return new Set([stored.id])
  const ids = new Set<string>()
  for (const shape of [storedAt(calendar, stored.id, since), stored]) {
    if (!shape) continue
    if (!isSeries(shape)) {
      ids.add(shape.id)
      continue
    }
    const allDay = isAllDay(shape.resource.start)
    for (const start of ruleStarts(shape, range)) ids.add(instanceId(shape.id, start, allDay))
    for (const version of [since, at])
      for (const exception of exceptionsOf(calendar, shape.id, version)) ids.add(exception.id)
  }
  return ids
}

function currentOrGone(calendar: Calendar, id: string, cause: StoredEvent, query: FeedQuery, at: number): Seen {
  const seen = see(calendar, id, at)
  const isMaster = query.singleEvents && isSeries(storedAt(calendar, id, at))
  if (seen && !isMaster) return seen
  return goneEntry(id, cause, seen)
}

/** A single event that became a series, or an instance its series no longer has. */
function goneEntry(id: string, cause: StoredEvent, seen: Seen | null): Seen {
  const stamp = cause.stamp
  const isInstance = id !== cause.id
  return {
    stamp,
    resource: {
      id,
      status: 'cancelled',
      etag: etagOf(stamp),
      eventType: cause.resource.eventType ?? 'default',
      ...(seen?.resource.iCalUID ? { iCalUID: seen.resource.iCalUID } : {}),
      ...(isInstance ? { recurringEventId: cause.id, ...originalStart(id, cause) } : {}),
    },
  }
}

function originalStart(id: string, cause: StoredEvent) {
  const text = id.slice(cause.id.length + 1)
  const day = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`
  if (text.length === 8) return { originalStartTime: { date: day } }
  const time = `${text.slice(9, 11)}:${text.slice(11, 13)}:${text.slice(13, 15)}`
  const zone = cause.resource.start?.timeZone ?? 'UTC'
  return { originalStartTime: { dateTime: `${day}T${time}.000Z`, timeZone: zone } }
}
