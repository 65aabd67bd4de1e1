import { addDays, type Instant, type PlainDate, toInstant, toMs, type Zone } from './time.ts'

const hour = 3_600_000
const formats = new Map<Zone, Intl.DateTimeFormat>()

function formatOf(zone: Zone): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  return format
}

/** The wall clock in the zone, as if it were UTC milliseconds. */
function wallMs(ms: number, zone: Zone): number {
  const part = Object.fromEntries(
    formatOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  )
  return Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second)
}

/** The day it is in the zone at that moment. */
const dayIn = (instant: Instant, zone: Zone) =>
  new Date(wallMs(toMs(instant), zone)).toISOString().slice(0, 10) as PlainDate

/**
 * The first moment of the day in the zone. Where midnight does not exist (a zone that springs forward at 00:00) it is
 * the moment of the jump; where it exists twice, the first.
 */
export function startOfDay(day: PlainDate, zone: Zone): Instant {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  const offsetAt = (ms: number) => wallMs(ms, zone) - ms
  const before = offsetAt(midnight - 24 * hour)
  const after = offsetAt(midnight + 24 * hour)
  const exact = [midnight - before, midnight - after].filter((ms) => wallMs(ms, zone) === midnight)
  return toInstant(exact.length > 0 ? Math.min(...exact) : midnight - before)
}

const isStartOfDay = (instant: Instant, zone: Zone) => startOfDay(dayIn(instant, zone), zone) === instant

/** The days a pair of midnights spans, end exclusive; null where the shape is not whole days. */
export function wholeDays(start: Instant, end: Instant, zone: Zone): { start: PlainDate; end: PlainDate } | null {
  if (start >= end || !isStartOfDay(start, zone) || !isStartOfDay(end, zone)) return null
  return { start: dayIn(start, zone), end: dayIn(end, zone) }
}

/** Whole days around any pair of moments: a last day that has begun counts fully, and there is at least one. */
export function daysAround(start: Instant, end: Instant, zone: Zone): { start: PlainDate; end: PlainDate } {
  const first = dayIn(start, zone)
  const last = dayIn(end, zone)
  const isExclusive = last > first && isStartOfDay(end, zone)
  return { start: first, end: isExclusive ? last : addDays(last < first ? first : last, 1) }
}
