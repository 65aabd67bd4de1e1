import { append, type Calendar, type CalendarState, dumpCalendar, restoreCalendar } from './calendar.ts'
import { documented, needsWriter } from './errors.ts'
import { createRandom, type Random, randomText } from './random.ts'
import type { AccessRole, EventResource, ListEntry, Mail, Person, StoredEvent } from './types.ts'

/** Everything the stand-in knows about people and calendars. */
export type World = {
  readonly now: () => Date
  readonly random: Random
  readonly people: Map<string, Person>
  readonly calendars: Map<string, Calendar>
  readonly mails: Mail[]
  lastStamp: number
  /** Counts every change; a page that shows a calendar asks for it. */
  revision: number
}

export type WorldState = {
  readonly seed: number
  readonly people: Person[]
  readonly calendars: CalendarState[]
  readonly mails: Mail[]
  readonly lastStamp: number
  readonly revision: number
}

export function createWorld(now: () => Date, seed: number, state?: WorldState): World {
  const copy = state ? structuredClone(state) : null
  return {
    now,
    random: createRandom(copy?.seed ?? seed),
    people: new Map((copy?.people ?? []).map((person) => [person.email, person])),
    calendars: new Map((copy?.calendars ?? []).map((calendar) => [calendar.id, restoreCalendar(calendar)])),
    mails: copy?.mails ?? [],
    lastStamp: copy?.lastStamp ?? 0,
    revision: copy?.revision ?? 0,
  }
}

export const dumpWorld = (world: World): WorldState =>
  structuredClone({
    seed: world.random.state(),
    people: [...world.people.values()],
    calendars: [...world.calendars.values()].map(dumpCalendar),
    mails: world.mails,
    lastStamp: world.lastStamp,
    revision: world.revision,
  })

/** `shared` names a calendar that belongs to somebody else, or to nobody (public holidays). */
export type NewCalendar = {
  readonly id?: string
  readonly summary: string
  readonly timezone?: string
  readonly accessRole?: AccessRole
  readonly hidden?: boolean
}
export type NewPerson = {
  readonly email: string
  readonly name: string
  readonly timezone?: string
  /** Calendars beside the primary one. An id that exists is shared with the person; else it is made. */
  readonly calendars?: readonly NewCalendar[]
}

export function addPerson(
  world: World,
  { email, name, timezone = 'Europe/Berlin', calendars = [] }: NewPerson,
): Person {
  const known = world.people.get(email)
  if (known) return known
  const sub = randomText(world.random, 21, '0123456789')
  const person: Person = { email, name, sub, timezone, list: [] }
  world.people.set(email, person)
  openCalendar(world, { id: email, owner: email, summary: email, timezone })
  person.list.push({ calendarId: email, accessRole: 'owner', primary: true, selected: true })
  for (const calendar of calendars) addCalendar(world, person, calendar)
  return person
}

export function addCalendar(world: World, person: Person, wanted: NewCalendar): Calendar {
  const { accessRole = 'owner' } = wanted
  const id = wanted.id ?? `${randomText(world.random, 26)}@group.calendar.google.com`
  const calendar =
    world.calendars.get(id) ??
    openCalendar(world, {
      id,
      owner: accessRole === 'owner' ? person.email : null,
      summary: wanted.summary,
      timezone: wanted.timezone ?? person.timezone,
    })
  share(world, id, person.email, accessRole, wanted.hidden === true ? { hidden: true } : { selected: true })
  return calendar
}

type Opened = Pick<Calendar, 'id' | 'owner' | 'summary' | 'timezone'>

function openCalendar(world: World, opened: Opened): Calendar {
  const calendar: Calendar = { ...opened, head: 0, epoch: 0, events: new Map() }
  world.calendars.set(calendar.id, calendar)
  return calendar
}

/** Gives a person access to a calendar, changes it, or with null takes it away (their sync tokens die with it). */
export function share(
  world: World,
  calendarId: string,
  email: string,
  accessRole: AccessRole | null,
  looks: Partial<ListEntry> = {},
): void {
  const person = personOf(world, email)
  person.list = person.list.filter((entry) => entry.calendarId !== calendarId)
  if (accessRole) person.list.push({ calendarId, accessRole, ...looks })
  const calendar = world.calendars.get(calendarId)
  if (calendar && calendar.head > 0) calendar.epoch += 1
  world.revision += 1
}

export function personOf(world: World, email: string): Person {
  const person = world.people.get(email)
  if (!person) throw new RangeError(`nobody here is called ${email}`)
  return person
}

/** The calendar as the person may see it. @throws GoogleError 404 where they may not. */
export function accessTo(world: World, person: Person, calendarId: string): { calendar: Calendar; role: AccessRole } {
  const id = calendarId === 'primary' ? person.email : calendarId
  const entry = person.list.find((known) => known.calendarId === id)
  const calendar = world.calendars.get(id)
  if (!entry || !calendar) throw documented('404_notFound')
  return { calendar, role: entry.accessRole }
}

/** @throws GoogleError 403 for readers */
export function writableCalendar(world: World, person: Person, calendarId: string): Calendar {
  const { calendar, role } = accessTo(world, person, calendarId)
  if (role === 'reader' || role === 'freeBusyReader') throw needsWriter()
  return calendar
}

type Put = {
  readonly kind: StoredEvent['kind']
  readonly resource: EventResource
  readonly without?: StoredEvent['without']
  /** Reminders change the etag, not `updated`. */
  readonly keepUpdated?: boolean
}

/** Writes a new version of an event: new etag, new place in the feed. */
export function put(world: World, calendar: Calendar, { kind, resource, without, keepUpdated }: Put): StoredEvent {
  const now = world.now()
  world.lastStamp = Math.max(now.getTime() * 1000, world.lastStamp + 1)
  world.revision += 1
  return append(calendar, {
    id: resource.id,
    changedAt: now.getTime(),
    stamp: world.lastStamp,
    kind,
    resource: keepUpdated ? resource : { ...resource, updated: now.toISOString() },
    ...(without && without.length > 0 ? { without } : {}),
  })
}
