import type { AppointmentRow } from '../model/appointment.ts'
import type { Content, Patch, Span } from '../model/content.ts'
import type { Instant, Zone } from '../model/time.ts'
import { daysAround, startOfDay, wholeDays } from '../model/zone.ts'
import type { Contract, Window } from './ports.ts'

/** Stands in the CRM where the event has no title, because CRMs want one; it is the empty title on the way back. */
const untitled = '(No title)'

/**
 * A CRM without an all-day column keeps whole days as midnight to midnight in the account's zone: such a row is
 * all-day only while the mapping says it was, else it is what the person typed, a timed appointment.
 */
function toSpan(row: AppointmentRow, zone: Zone, base: Content | null): Span {
  if (row.allDay) return { kind: 'all-day', ...daysAround(row.start, row.end, zone) }
  const days = row.allDay === null && base?.time.kind === 'all-day' ? wholeDays(row.start, row.end, zone) : null
  return days ? { kind: 'all-day', ...days } : { kind: 'timed', start: row.start, end: row.end }
}

/** What the CRM's row says, in the terms both sides share. `base` is what the mapping last agreed on. */
export function toContent(row: AppointmentRow, zone: Zone, base: Content | null): Content {
  return {
    // A person may have written these very words at the calendar.
    title: row.title === untitled && base?.title !== untitled ? '' : (row.title ?? ''),
    description: row.description ?? '',
    location: row.location ?? '',
    time: toSpan(row, zone, base),
  }
}

/** The columns that a change touches, and nothing else. */
export function toColumns(patch: Patch, zone: Zone, contract: Contract): Partial<AppointmentRow> {
  return {
    ...(patch.title !== undefined && { title: patch.title === '' ? untitled : patch.title }),
    ...(patch.description !== undefined && { description: patch.description }),
    ...(patch.location !== undefined && { location: patch.location }),
    ...(patch.time && toTimeColumns(patch.time, zone, contract)),
  }
}

export function toRow(content: Content, zone: Zone, contract: Contract): AppointmentRow {
  const time = toTimeColumns(content.time, zone, contract)
  return {
    title: null,
    description: null,
    location: null,
    isCancelled: false,
    ...toColumns(content, zone, contract),
    ...time,
  }
}

function toTimeColumns(time: Span, zone: Zone, contract: Contract) {
  const isAllDay = time.kind === 'all-day'
  const { start, end } = spanInstants(time, zone)
  return { start, end, allDay: contract.hasAllDay ? isAllDay : null }
}

export function spanInstants(time: Span, zone: Zone): { start: Instant; end: Instant } {
  if (time.kind === 'timed') return time
  return { start: startOfDay(time.start, zone), end: startOfDay(time.end, zone) }
}

export function overlaps(time: Span, window: Window, zone: Zone): boolean {
  const { start, end } = spanInstants(time, zone)
  return start < window.until && (end > window.from || (start === end && start >= window.from))
}
