import type { Calendar } from './calendar.ts'
import type { AccessRole, EventResource, EventTime, Who } from './types.ts'
import { formatInZone } from './zone.ts'

/** Who looks at an event, and in which zone times are given. */
export type Viewer = {
  readonly calendar: Calendar
  readonly role: AccessRole
  readonly zone: string
  readonly maxAttendees?: number
}

const isPrivate = (event: EventResource) => event.visibility === 'private' || event.visibility === 'confidential'

/** Whether the viewer sees that there is something, but not what. */
export function isMasked(event: EventResource, role: AccessRole): boolean {
  if (role === 'freeBusyReader') return true
  return isPrivate(event) && (role === 'reader' || role === 'writerWithoutPrivateAccess')
}

/** A list says of a deleted event only its id, of a cancelled instance also which one it was. */
export function skeleton(event: EventResource, { zone }: Viewer): EventResource {
  const { id, status, etag, recurringEventId, originalStartTime } = event
  return {
    kind: 'calendar#event',
    ...(etag ? { etag } : {}),
    id,
    status,
    ...(recurringEventId ? { recurringEventId } : {}),
    ...(originalStartTime ? { originalStartTime: time(originalStartTime, zone) } : {}),
  }
}

/** The whole event as this viewer gets it. */
export function render(event: EventResource, viewer: Viewer): EventResource {
  const { calendar, role, zone } = viewer
  const times = {
    ...(event.start ? { start: time(event.start, zone) } : {}),
    ...(event.end ? { end: time(event.end, zone) } : {}),
    ...(event.originalStartTime ? { originalStartTime: time(event.originalStartTime, zone) } : {}),
  }
  if (isMasked(event, role)) return masked(event, times)
  const self = calendar.owner ?? calendar.id
  const { creator, organizer, attendees, ...rest } = event
  return {
    kind: 'calendar#event',
    ...rest,
    htmlLink: `https://www.google.com/calendar/event?eid=${btoa(`${event.id} ${calendar.id}`).replaceAll('=', '')}`,
    ...(creator ? { creator: who(creator, self) } : {}),
    ...(organizer ? { organizer: who(organizer, calendar.id) } : {}),
    ...times,
    ...(attendees ? attendeesFor(attendees, organizer, self, viewer) : {}),
  }
}

function masked(event: EventResource, times: Partial<EventResource>): EventResource {
  const { id, status, etag, created, updated, iCalUID, sequence, eventType, recurringEventId, transparency } = event
  return {
    kind: 'calendar#event',
    ...(etag ? { etag } : {}),
    id,
    status,
    ...(created ? { created } : {}),
    ...(updated ? { updated } : {}),
    ...(recurringEventId ? { recurringEventId } : {}),
    ...times,
    ...(transparency ? { transparency } : {}),
    ...(isPrivate(event) ? { visibility: 'private' as const } : {}),
    ...(iCalUID ? { iCalUID } : {}),
    sequence: sequence ?? 0,
    ...(eventType ? { eventType } : {}),
  }
}

const who = (person: Who, self: string): Who => (person.email === self ? { ...person, self: true } : person)

function attendeesFor(
  attendees: NonNullable<EventResource['attendees']>,
  organizer: Who | undefined,
  self: string,
  { maxAttendees }: Viewer,
): Partial<EventResource> {
  const all = attendees.map((attendee) => ({
    ...attendee,
    ...(attendee.email === organizer?.email ? { organizer: true } : {}),
    ...(attendee.email === self ? { self: true } : {}),
  }))
  if (maxAttendees === undefined || all.length <= maxAttendees) return { attendees: all }
  return { attendees: all.filter((attendee) => 'self' in attendee), attendeesOmitted: true }
}

function time(value: EventTime, zone: string): EventTime {
  if (value.date !== undefined) return { date: value.date }
  return {
    dateTime: formatInZone(Date.parse(value.dateTime ?? ''), zone),
    ...(value.timeZone ? { timeZone: value.timeZone } : {}),
  }
}
