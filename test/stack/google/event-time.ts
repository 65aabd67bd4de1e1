import { documented, invalid, required } from './errors.ts'
import { startMs } from './recurrence.ts'
import type { EventTime } from './types.ts'
import { dayOf, dayToMs, isZone, wallToMs } from './zone.ts'

const withOffset = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/i
const withoutOffset = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?$/

/** RFC 3339 with its mandatory offset, whole seconds. @throws GoogleError 400 */
export function parseInstant(text: string, location?: string): number {
  const ms = withOffset.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) throw invalid('Bad Request', location)
  return Math.floor(ms / 1000) * 1000
}

/** A start or end as the stand-in stores it: the day, or the instant in UTC with the zone it was meant in. */
export function toStoredTime(time: EventTime | undefined, side: 'start' | 'end', zone: string): EventTime {
  if (!time || (time.date === undefined && time.dateTime === undefined)) throw required(`Missing ${side} time.`)
  if (time.date !== undefined && time.dateTime !== undefined) throw invalid(`Invalid ${side} time.`)
  if (time.timeZone !== undefined && !isZone(time.timeZone))
    throw invalid(`Invalid time zone definition for ${side} time.`)
  if (time.date !== undefined) return { date: toDay(time.date, side) }
  const text = time.dateTime ?? ''
  const meant = time.timeZone ?? zone
  if (withOffset.test(text) && !Number.isNaN(Date.parse(text))) return instant(Date.parse(text), meant)
  if (!withoutOffset.test(text) || Number.isNaN(Date.parse(`${text}Z`))) throw invalid(`Invalid ${side} time.`)
  if (time.timeZone === undefined) throw required(`Missing time zone definition for ${side} time.`)
  return instant(wallToMs(Date.parse(`${text}Z`), meant), meant)
}

const instant = (ms: number, timeZone: string): EventTime => ({
  dateTime: new Date(Math.floor(ms / 1000) * 1000).toISOString(),
  timeZone,
})

function toDay(text: string, side: string): string {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? dayToMs(text) : Number.NaN
  if (Number.isNaN(ms) || dayOf(ms) !== text) throw invalid(`Invalid ${side} time.`)
  return text
}

/** @throws GoogleError 400 unless the end is after the start (a timed event may have no length). */
export function assertSpan(start: EventTime, end: EventTime): void {
  if ((start.date === undefined) !== (end.date === undefined))
    throw invalid('Start and end times must either both be date or both be dateTime.')
  const length = startMs(end) - startMs(start)
  if (length < 0 || (length === 0 && start.date !== undefined)) throw documented('400_timeRangeEmpty')
}
