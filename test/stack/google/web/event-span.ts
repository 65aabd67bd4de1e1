import type { ShownEvent } from './calendar-api.ts'
import { addDays, addMinutes, sayDay } from './dates.ts'

/** Where an event stands: wall times, or whole days with an exclusive end. */
export type Span = { readonly isAllDay: boolean; readonly start: string; readonly end: string }

export function spanOf({ start, end }: ShownEvent): Span {
  if (start.date !== undefined) return { isAllDay: true, start: start.date, end: end.date ?? start.date }
  return { isAllDay: false, start: (start.dateTime ?? '').slice(0, 16), end: (end.dateTime ?? '').slice(0, 16) }
}

/** As the calendar takes it; the other form is set to null, so that a change between the two works. */
export function toTimes({ isAllDay, start, end }: Span, zone: string) {
  const time = (wall: string) =>
    isAllDay
      ? { date: wall.slice(0, 10), dateTime: null, timeZone: null }
      : { date: null, dateTime: `${wall}:00`, timeZone: zone }
  return { start: time(start), end: time(end) }
}

export function isOn(span: Span, day: string): boolean {
  if (span.isAllDay) return span.start <= day && day < span.end
  const next = addDays(day, 1)
  return span.start < `${next}T00:00` && (span.end > `${day}T00:00` || span.start >= `${day}T00:00`)
}

export const move = (span: Span, minutes: number): Span =>
  span.isAllDay
    ? { ...span, start: addDays(span.start, minutes / 1440), end: addDays(span.end, minutes / 1440) }
    : { ...span, start: addMinutes(span.start, minutes), end: addMinutes(span.end, minutes) }

/** The days in words. */
export function sayDays(span: Span): string {
  if (!span.isAllDay) return sayDay(span.start.slice(0, 10))
  const last = addDays(span.end, -1)
  return last > span.start ? `${sayDay(span.start)} to ${sayDay(last)}, all day` : `${sayDay(span.start)}, all day`
}
