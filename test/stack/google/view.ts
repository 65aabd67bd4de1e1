import { type Calendar, exceptionsOf, storedAt } from './calendar.ts'
import { durationMs, instanceId, isAllDay, seriesOf, splitInstanceId, startMs } from './recurrence.ts'
import type { EventResource, EventTime, StoredEvent } from './types.ts'
import { dayOf, dayToMs, wallToMs } from './zone.ts'

/** An event as it stands at one version of the calendar, instances of series computed; etag and updated filled in. */
export type Seen = { readonly resource: EventResource; readonly stamp: number }

export type Range = { readonly from: number; readonly until: number }
export const always: Range = { from: Date.UTC(1900, 0, 1), until: Date.UTC(2200, 0, 1) }

export const isSeries = (stored: StoredEvent | undefined): boolean =>
  stored?.kind === 'event' && (stored.resource.recurrence?.length ?? 0) > 0

export const isLive = (stored: StoredEvent | undefined): boolean =>
  stored !== undefined && stored.resource.status !== 'cancelled'

export const etagOf = (stamp: number) => `"${stamp * 2}"`

/** The event with this id, cancelled or not; null where the calendar never knew it. */
export function see(calendar: Calendar, id: string, at = calendar.head): Seen | null {
  const stored = storedAt(calendar, id, at)
  if (stored?.kind === 'event') return asSeen(stored)
  const split = splitInstanceId(id)
  const series = split ? storedAt(calendar, split.seriesId, at) : undefined
  if (!split || !series) return null
  const start = split.originalStart
  const isMember = isSeries(series) && seriesOf(series).between(start, start + 1).length > 0
  if (!isMember) return stored ? cancelledInstance(series, stored) : null
  return instanceOf(series, stored?.kind === 'exception' ? stored : undefined, start)
}

function asSeen(stored: StoredEvent): Seen {
  return { resource: { ...stored.resource, etag: etagOf(stored.stamp) }, stamp: stored.stamp }
}

function cancelledInstance(series: StoredEvent, stored: StoredEvent): Seen {
  const stamp = Math.max(series.stamp, stored.stamp)
  return { resource: { ...stored.resource, status: 'cancelled', etag: etagOf(stamp) }, stamp }
}

const instantOf = (ms: number, zone: string | undefined): EventTime => ({
  dateTime: new Date(ms).toISOString(),
  ...(zone ? { timeZone: zone } : {}),
})

/** The instance of a series that its rules put at `start`. */
export function instanceOf(series: StoredEvent, exception: StoredEvent | undefined, start: number): Seen {
  const { recurrence: _, ...shared } = series.resource
  const allDay = isAllDay(series.resource.start)
  const end = start + durationMs(series.resource)
  const at = (ms: number, zone?: string) => (allDay ? { date: dayOf(ms) } : instantOf(ms, zone))
  const stamp = Math.max(series.stamp, exception?.stamp ?? 0)
  const updated = [series.resource.updated ?? '', exception?.resource.updated ?? ''].sort().at(-1)
  const resource: EventResource = {
    ...shared,
    id: instanceId(series.id, start, allDay),
    recurringEventId: series.id,
    originalStartTime: at(start, series.resource.start?.timeZone),
    start: at(start, series.resource.start?.timeZone),
    end: at(end, series.resource.end?.timeZone),
    ...exception?.resource,
    etag: etagOf(stamp),
    ...(updated ? { updated } : {}),
  }
  for (const field of exception?.without ?? []) delete resource[field]
  if (series.resource.status === 'cancelled') resource.status = 'cancelled'
  return { resource, stamp }
}

/** When an event takes place, in ms; whole days count in the calendar's zone. */
function spanOf(resource: EventResource, zone: string): Range {
  const ms = (time: EventTime | undefined) =>
    time?.date ? wallToMs(dayToMs(time.date), zone) : startMs(time ?? { dateTime: '' })
  return { from: ms(resource.start), until: ms(resource.end) }
}

/** timeMin is an exclusive bound on the end, timeMax an exclusive bound on the start. */
export function overlaps(resource: EventResource, zone: string, range: Range): boolean {
  const span = spanOf(resource, zone)
  return span.until > range.from && span.from < range.until
}

/** Ids and starts of a series' instances that can touch the range by the rules alone. */
export function ruleStarts(series: StoredEvent, range: Range): number[] {
  const slack = isAllDay(series.resource.start) ? 86_400_000 : 0
  return seriesOf(series).between(range.from - durationMs(series.resource) - slack, range.until + slack)
}

/** All instances of a series that touch the range, cancelled ones included. */
export function instancesIn(calendar: Calendar, series: StoredEvent, range: Range, at = calendar.head): Seen[] {
  const allDay = isAllDay(series.resource.start)
  const exceptions = new Map(
    exceptionsOf(calendar, series.id, at)
      .filter((stored) => stored.kind === 'exception')
      .map((stored) => [stored.id, stored]),
  )
  const seen: Seen[] = []
  for (const start of ruleStarts(series, range)) {
    const id = instanceId(series.id, start, allDay)
    seen.push(instanceOf(series, exceptions.get(id), start))
    exceptions.delete(id)
  }
  for (const exception of exceptions.values()) {
    const split = splitInstanceId(exception.id)
    if (split) seen.push(instanceOf(series, exception, split.originalStart))
  }
  return seen.filter(({ resource }) => overlaps(resource, calendar.timezone, range))
}
