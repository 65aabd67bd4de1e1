import type { Calendar } from './calendar.ts'
import { storedAt } from './calendar.ts'
import { documented } from './errors.ts'
import { changedFields } from './merge.ts'
import type { Attendee, EventResource, Mail, StoredEvent } from './types.ts'
import { see } from './view.ts'
import { put, type World } from './world.ts'

export type SendUpdates = 'all' | 'externalOnly' | 'none'

/** Fields of which every copy of an event has its own. */
const personal = ['colorId', 'reminders', 'transparency', 'visibility', 'attendeesOmitted', 'sequence'] as const

export const isOrganizer = (event: EventResource, calendar: Calendar) => event.organizer?.email === calendar.id

/** People invited to an event beside the one whose calendar this is and its organiser. */
export const guestsOf = (event: EventResource, calendar: Calendar): Attendee[] =>
  (event.attendees ?? []).filter(
    ({ email, resource }) => !resource && email !== (calendar.owner ?? calendar.id) && email !== event.organizer?.email,
  )

export function sendMails(
  world: World,
  calendar: Calendar,
  event: EventResource,
  kind: Mail['kind'],
  sendUpdates: SendUpdates,
  to = guestsOf(event, calendar).map(({ email }) => email),
): void {
  if (sendUpdates === 'none') return
  for (const email of to)
    if (sendUpdates === 'all' || !world.people.has(email))
      world.mails.push({ at: world.now().toISOString(), to: email, kind, calendarId: calendar.id, eventId: event.id })
}

/**
 * After a write in the organiser's calendar: guests who live here get the event in their own, or lose it.
 * `after` is the whole event, also where `stored` is an exception and holds only what differs.
 */
export function propagate(
  world: World,
  calendar: Calendar,
  stored: StoredEvent,
  after: EventResource,
  before: EventResource | null,
): void {
  const invited = new Set(guestsOf(after, calendar).map(({ email }) => email))
  const earlier = before ? guestsOf(before, calendar).map(({ email }) => email) : []
  for (const email of new Set([...invited, ...earlier])) {
    const mine = world.calendars.get(email)
    if (!mine || !world.people.has(email)) continue
    const isGone = !invited.has(email) || after.status === 'cancelled'
    if (isGone && !see(mine, stored.id)) continue
    const copy = copyFor(stored.resource, storedAt(mine, stored.id)?.resource, isGone)
    put(world, mine, { kind: stored.kind, resource: copy, without: stored.without ?? [] })
  }
}

function copyFor(shared: EventResource, own: EventResource | undefined, isGone: boolean): EventResource {
  const { colorId: _c, reminders: _r, transparency: _t, visibility: _v, extendedProperties, ...rest } = shared
  const mine = Object.fromEntries(personal.flatMap((key) => (own?.[key] === undefined ? [] : [[key, own[key]]])))
  const properties = {
    ...(own?.extendedProperties?.private ? { private: own.extendedProperties.private } : {}),
    ...(extendedProperties?.shared ? { shared: extendedProperties.shared } : {}),
  }
  return {
    ...rest,
    ...mine,
    sequence: shared.sequence ?? 0,
    ...(Object.keys(properties).length > 0 ? { extendedProperties: properties } : {}),
    status: isGone ? 'cancelled' : shared.status,
  }
}

/** The fields a guest changed that belong to the organiser. */
export function sharedChanges(before: EventResource, after: EventResource, self: string): string[] {
  return changedFields(before, after).filter((field) => {
    if (personal.some((own) => own === field)) return false
    if (field === 'status') return false
    if (field === 'attendees') return othersOf(before, self) !== othersOf(after, self)
    if (field === 'extendedProperties')
      return JSON.stringify(before.extendedProperties?.shared) !== JSON.stringify(after.extendedProperties?.shared)
    return true
  })
}

const othersOf = (event: EventResource, self: string) =>
  JSON.stringify((event.attendees ?? []).filter(({ email }) => email !== self))

/** @throws GoogleError 403 where a guest may not change what they changed */
export function assertGuestMay(before: EventResource, after: EventResource, self: string): void {
  if (before.guestsCanModify !== true && sharedChanges(before, after, self).length > 0)
    throw documented('403_forbiddenForNonOrganizer')
}

/** A guest's answer reaches the organiser's copy, and through it everybody's. */
export function tellOrganizer(world: World, self: string, event: EventResource, answer: Attendee): void {
  const calendar = world.calendars.get(event.organizer?.email ?? '')
  const stored = calendar ? storedAt(calendar, event.id) : undefined
  if (!calendar || !stored) return
  const attendees = (stored.resource.attendees ?? []).map((attendee) =>
    attendee.email === self ? { ...attendee, ...answer } : attendee,
  )
  const next = put(world, calendar, { kind: stored.kind, resource: { ...stored.resource, attendees } })
  for (const { email } of guestsOf(next.resource, calendar)) {
    const mine = world.calendars.get(email)
    const copy = mine ? storedAt(mine, event.id) : undefined
    if (!mine || !copy || copy.resource.status === 'cancelled') continue
    put(world, mine, { kind: copy.kind, resource: { ...copy.resource, attendees } })
  }
}
