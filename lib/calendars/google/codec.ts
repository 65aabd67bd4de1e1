import type { Content, Patch, Span } from '../../model/content.ts'
import { type LiveEvent, type MirroredEvent, meetingIdentity, type ReadOnlyReason } from '../../model/event.ts'
import type { EventId } from '../../model/ids.ts'
import { toInstant, toPlainDate, type Zone } from '../../model/time.ts'
import type { OpenCalendar } from '../provider.ts'
import { canonicalize, descriptionToGoogle } from './canonical.ts'
import { htmlToText } from './html.ts'
import { markerOf } from './key.ts'
import type { GoogleEvent, GoogleEventBody, GoogleTime } from './wire.ts'

/** An event as Google told it, in canonical form. Never throws: what cannot be understood is `ignored`. */
export function fromGoogle(event: GoogleEvent, calendar: Pick<OpenCalendar, 'isWritable'>): MirroredEvent {
  const id = event.id as EventId
  const etag = event.etag ?? ''
  const stamp = event.updated ?? null
  const seriesId = (event.recurringEventId as EventId | undefined) ?? null
  if (event.status === 'cancelled') return { kind: 'gone', id, etag, stamp, seriesId }

  const time = spanOf(event)
  const identity = identityOf(event)
  const isMaster = (event.recurrence?.length ?? 0) > 0
  if (isMaster || !importedTypes.has(event.eventType ?? 'default') || time === null || identity === null) {
    return { kind: 'ignored', id, etag }
  }
  const isMasked = hidesDetails(event, calendar)
  return {
    kind: 'live',
    id,
    etag,
    stamp,
    identity,
    seriesId,
    content: isMasked ? { title: 'Busy', description: '', location: '', time } : contentOf(event, time),
    isMasked,
    readOnly: readOnlyReason(event, calendar, isMasked),
    guestCount: guestCountOf(event),
    marker: markerOf(event),
  }
}

/** A new event. An instant goes out in UTC, with the zone for the calendar to show it in. */
export function toGoogle(content: Patch, zone: Zone): GoogleEventBody {
  const { title, description, location, time } = canonicalize(content)
  const at = (edge: 'start' | 'end'): GoogleTime =>
    time?.kind === 'timed' ? { dateTime: time[edge], timeZone: zone } : { date: time?.[edge] ?? null }
  return {
    ...(title === undefined ? {} : { summary: title }),
    ...(description === undefined ? {} : { description: descriptionToGoogle(description) }),
    ...(location === undefined ? {} : { location }),
    ...(time === undefined ? {} : { start: at('start'), end: at('end') }),
  }
}

/** A change: only what is in the patch. Google merges, so a time has to name the form it may have had before as null. */
export function toGooglePatch(patch: Patch, zone: Zone): GoogleEventBody {
  const { start, end, ...texts } = toGoogle(patch, zone)
  const noOther = patch.time?.kind === 'timed' ? { date: null } : { dateTime: null, timeZone: null }
  return { ...texts, ...(start && end ? { start: { ...start, ...noOther }, end: { ...end, ...noOther } } : {}) }
}

/** The kinds that the list request asks for, and whether they may be written. Every other kind is left alone. */
export const importedTypes = new Map([
  ['default', true],
  ['focusTime', false],
  ['outOfOffice', false],
  ['fromGmail', false],
])

/**
 * Details of a private event are dropped here, before anything stores or sends them.
 * Who may see only when others are busy gets no details in the first place.
 */
function hidesDetails(event: GoogleEvent, { isWritable }: { readonly isWritable: boolean }): boolean {
  if (event.visibility === 'private' || event.visibility === 'confidential') return true
  return !isWritable && (event.summary ?? event.description ?? event.location) === undefined
}

function readOnlyReason(
  event: GoogleEvent,
  calendar: Pick<OpenCalendar, 'isWritable'>,
  isMasked: boolean,
): ReadOnlyReason | null {
  if (!calendar.isWritable) return 'calendar'
  if (isMasked) return 'masked'
  if (importedTypes.get(event.eventType ?? 'default') === false) return 'special-type'
  if (isSomeoneElses(event)) return 'guest'
  return event.locked ? 'locked' : null
}

/** `self` says that a person is the calendar's own, also for calendars other than the primary one. */
const isSomeoneElses = ({ organizer, attendees = [] }: GoogleEvent) =>
  organizer ? organizer.self !== true : attendees.some((attendee) => attendee.organizer && !attendee.self)

/** Rooms are no guests. A list that Google cut short has at least one guest. */
function guestCountOf({ attendees = [], attendeesOmitted }: GoogleEvent): number {
  const guests = attendees.filter((attendee) => !attendee.self && !attendee.resource).length
  return attendeesOmitted ? Math.max(1, guests) : guests
}

/** All instances of a Google series share one iCalUID; where one was planned to start tells them apart for good. */
function identityOf({ id, iCalUID, originalStartTime }: GoogleEvent): LiveEvent['identity'] | null {
  const meeting = iCalUID ?? id
  if (!originalStartTime) return meetingIdentity(meeting, null)
  const original = momentOf(originalStartTime)
  return original === null ? null : meetingIdentity(meeting, original.value)
}

function spanOf({ start, end }: GoogleEvent): Span | null {
  const from = start ? momentOf(start) : null
  // Google leaves the end out of old events that never had one.
  const until = end ? momentOf(end) : from
  if (from?.kind === 'timed' && until?.kind === 'timed') {
    return canonicalize({ time: { kind: 'timed', start: from.value, end: until.value } }).time
  }
  if (from?.kind === 'all-day' && until?.kind === 'all-day') {
    return canonicalize({ time: { kind: 'all-day', start: from.value, end: until.value } }).time
  }
  return null
}

function momentOf({ date, dateTime }: GoogleTime) {
  try {
    if (date) return { kind: 'all-day', value: toPlainDate(date) } as const
    // Without an offset the machine's own zone would decide; Google always sends one.
    if (dateTime && /(?:z|[+-]\d\d:?\d\d)$/i.test(dateTime)) {
      return { kind: 'timed', value: toInstant(dateTime) } as const
    }
  } catch {}
  return null
}

const contentOf = ({ summary = '', description = '', location = '' }: GoogleEvent, time: Span): Content =>
  canonicalize({ title: summary, description: htmlToText(description), location, time })
