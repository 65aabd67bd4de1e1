import { type Calendar, exceptionsOf, storedAt } from './calendar.ts'
import { documented, invalid, undocumented } from './errors.ts'
import { asEvent, assertClientId, assertCreatable, assertEditable, type Body, checked } from './event-input.ts'
import {
  assertGuestMay,
  guestsOf,
  isOrganizer,
  propagate,
  type SendUpdates,
  sendMails,
  sharedChanges,
  tellOrganizer,
} from './guests.ts'
import { applyUpdate, changedFields } from './merge.ts'
import { randomText } from './random.ts'
import { seriesOf, splitInstanceId } from './recurrence.ts'
import type { EventResource, StoredEvent } from './types.ts'
import { instanceOf, isLive, isSeries, type Seen, see } from './view.ts'
import { put, type World } from './world.ts'

/** Who writes, and whether guests are told. */
export type Write = { readonly actor: string; readonly sendUpdates: SendUpdates }

const shown = (calendar: Calendar, id: string): Seen => {
  const seen = see(calendar, id)
  if (!seen) throw documented('404_notFound')
  return seen
}

/** @throws GoogleError 409 where the id is taken, also by a cancelled event */
export function insertEvent(world: World, calendar: Calendar, body: Body, { actor, sendUpdates }: Write): Seen {
  if (body.id !== undefined && body.id !== null) assertClientId(body.id)
  const id = typeof body.id === 'string' ? body.id : randomText(world.random, 26)
  if (calendar.events.has(id)) throw documented('409_duplicate')
  const fresh: EventResource = {
    id,
    status: 'confirmed',
    created: world.now().toISOString(),
    creator: { email: actor },
    organizer: { email: calendar.id, ...(calendar.owner === calendar.id ? {} : { displayName: calendar.summary }) },
    iCalUID: typeof body.iCalUID === 'string' && body.id === undefined ? body.iCalUID : `${id}@google.com`,
    eventType: 'default',
  }
  const filled = applyUpdate(fresh, body)
  const typed = typeof body.eventType === 'string' ? asEvent({ ...filled, eventType: body.eventType }) : filled
  const resource = checked(typed, calendar.timezone)
  assertCreatable(resource, calendar.id === calendar.owner)
  const stored = put(world, calendar, { kind: 'event', resource })
  propagate(world, calendar, stored, resource, null)
  if (isLive(stored)) sendMails(world, calendar, resource, 'invitation', sendUpdates)
  return shown(calendar, id)
}

/**
 * Changes an event or one instance of a series.
 * @throws GoogleError 404, 412, 400, 403
 */
export function editEvent(
  world: World,
  calendar: Calendar,
  id: string,
  change: (before: EventResource) => EventResource,
  { actor, sendUpdates, ifMatch }: Write & { readonly ifMatch?: string | null },
): Seen {
  const before = shown(calendar, id).resource
  assertMatch(before, ifMatch)
  const after = checked(change(before), calendar.timezone)
  const fields = changedFields(before, after)
  assertEditable(before, fields)
  if (before.recurringEventId && fields.includes('recurrence')) throw invalid('Invalid recurrence rule.')
  if (fields.includes('sequence') && (after.sequence ?? 0) < (before.sequence ?? 0))
    throw documented('400_invalidSequence')
  if (before.locked && fields.some((field) => mainFields.some((main) => main === field))) throw lockedCopy()
  if (isOrganizer(before, calendar)) {
    saveAndTell(world, calendar, before, withSequence(before, after, fields), { actor, sendUpdates }, fields)
  } else {
    editAsGuest(world, calendar, before, after, { actor, sendUpdates })
  }
  return shown(calendar, id)
}

const mainFields = ['summary', 'description', 'location', 'start', 'end', 'recurrence'] as const

const lockedCopy = () =>
  undocumented(403, { domain: 'global', reason: 'forbidden', message: 'This event is locked and cannot be changed.' })

function assertMatch(event: EventResource, ifMatch: string | null | undefined): void {
  if (ifMatch && ifMatch !== '*' && ifMatch !== event.etag) throw documented('412_conditionNotMet')
}

function withSequence(before: EventResource, after: EventResource, fields: readonly string[]): EventResource {
  const isTimed = ['start', 'end', 'recurrence', 'status'].some((field) => fields.includes(field))
  const isGiven = fields.includes('sequence')
  return isTimed && !isGiven ? { ...after, sequence: (before.sequence ?? 0) + 1 } : after
}

function saveAndTell(
  world: World,
  calendar: Calendar,
  before: EventResource,
  after: EventResource,
  { sendUpdates }: Write,
  fields: readonly string[],
): void {
  const stored = save(world, calendar, after, fields.length > 0 && fields.every((field) => field === 'reminders'))
  propagate(world, calendar, stored, after, before)
  const told = guestsOf(before, calendar).length > 0 ? before : after
  sendMails(world, calendar, told, after.status === 'cancelled' ? 'cancellation' : 'update', sendUpdates)
}

function editAsGuest(world: World, calendar: Calendar, before: EventResource, after: EventResource, write: Write) {
  const self = calendar.owner ?? calendar.id
  assertGuestMay(before, after, self)
  const home = world.calendars.get(before.organizer?.email ?? '')
  if (home && sharedChanges(before, after, self).length > 0 && see(home, before.id)) {
    const { colorId: _c, reminders: _r, transparency: _t, visibility: _v, ...shared } = after
    editEvent(world, home, before.id, (main) => ({ ...main, ...shared, etag: main.etag }), write)
  }
  save(world, calendar, after, false)
  const isRemoved = after.status === 'cancelled' && before.status !== 'cancelled'
  const answer = after.attendees?.find(({ email }) => email === self)
  const earlier = before.attendees?.find(({ email }) => email === self)
  const response = isRemoved ? 'declined' : answer?.responseStatus
  if (!answer || !response || response === earlier?.responseStatus) return
  tellOrganizer(world, self, before, { ...answer, responseStatus: response })
  sendMails(world, calendar, before, 'reply', write.sendUpdates, before.organizer ? [before.organizer.email] : [])
}

/** Stores an event; of an instance only what makes it differ from its series. */
function save(
  world: World,
  calendar: Calendar,
  { etag: _etag, ...after }: EventResource,
  keepUpdated: boolean,
): StoredEvent {
  const split = splitInstanceId(after.id)
  const series = after.recurringEventId && split ? storedAt(calendar, split.seriesId) : undefined
  if (!series || !split) {
    const stored = put(world, calendar, { kind: 'event', resource: after, keepUpdated })
    settleExceptions(world, calendar, stored)
    return stored
  }
  const base = instanceOf(series, undefined, split.originalStart).resource
  const differing = changedFields(base, after)
  const own = Object.fromEntries(differing.flatMap((key) => (after[key] === undefined ? [] : [[key, after[key]]])))
  const resource: EventResource = {
    ...own,
    id: after.id,
    status: after.status,
    recurringEventId: series.id,
    ...(after.originalStartTime ? { originalStartTime: after.originalStartTime } : {}),
    ...(after.updated ? { updated: after.updated } : {}),
  }
  const without = differing.filter((key) => after[key] === undefined)
  return put(world, calendar, { kind: 'exception', resource, without, keepUpdated })
}

/** A changed rule forgets the exceptions of instances it no longer has; an instance that comes back is as its series. */
function settleExceptions(world: World, calendar: Calendar, series: StoredEvent): void {
  for (const exception of exceptionsOf(calendar, series.id)) {
    const start = splitInstanceId(exception.id)?.originalStart ?? Number.NaN
    const isMember = isSeries(series) && seriesOf(series).between(start, start + 1).length > 0
    if (isMember === (exception.kind === 'exception')) continue
    const { id, originalStartTime } = exception.resource
    const status = isMember ? 'confirmed' : 'cancelled'
    put(world, calendar, {
      kind: isMember ? 'exception' : 'dropped',
      resource: { id, status, recurringEventId: series.id, ...(originalStartTime && { originalStartTime }) },
    })
  }
}

/** @throws GoogleError 410 where the event is already deleted */
export function deleteEvent(
  world: World,
  calendar: Calendar,
  id: string,
  write: Write & { readonly ifMatch?: string | null },
): void {
  const before = shown(calendar, id).resource
  if (before.status === 'cancelled') throw documented('410_deleted')
  editEvent(world, calendar, id, (event) => ({ ...event, status: 'cancelled' }), write)
}

/** Changes the organiser: the event goes to another calendar under the same id and leaves a cancelled stub. */
export function moveEvent(world: World, from: Calendar, to: Calendar, id: string, write: Write): Seen {
  const { etag: _, ...event } = shown(from, id).resource
  if (event.recurringEventId) throw invalid('Instances of recurring events cannot be moved.')
  if (event.eventType !== undefined && event.eventType !== 'default') throw invalid('Only default events can be moved.')
  if (!isOrganizer(event, from)) throw documented('403_forbiddenForNonOrganizer')
  if (event.status === 'cancelled') throw documented('410_deleted')
  if (isLive(storedAt(to, id))) throw documented('409_duplicate')
  const exceptions = exceptionsOf(from, id)
  put(world, from, { kind: 'event', resource: { id, status: 'cancelled', iCalUID: event.iCalUID ?? '' } })
  const organizer = { email: to.id, ...(to.owner === to.id ? {} : { displayName: to.summary }) }
  const stored = put(world, to, { kind: 'event', resource: { ...event, organizer } })
  for (const { kind, resource } of exceptions) put(world, to, { kind, resource })
  sendMails(world, to, stored.resource, 'update', write.sendUpdates)
  return shown(to, id)
}
