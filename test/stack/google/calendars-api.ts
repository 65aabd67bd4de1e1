import { type Answer, json, nothing } from './answer.ts'
import { listCalendars, oneCalendar } from './calendar-list.ts'
import { documented, invalid, needsScope, undocumented } from './errors.ts'
import { type Body, isRecord } from './event-input.ts'
import type { SendUpdates } from './guests.ts'
import { listInstances } from './instances.ts'
import { type ListTricks, listEvents, viewerOf } from './list.ts'
import { count, readListQuery } from './list-query.ts'
import { applyPatch, applyUpdate } from './merge.ts'
import type { CalendarOperation, Route } from './operations.ts'
import { fieldsOf, partial } from './partial.ts'
import { isMasked, render } from './render.ts'
import { allows } from './scopes.ts'
import type { Person } from './types.ts'
import { type Seen, see } from './view.ts'
import { accessTo, type World, writableCalendar } from './world.ts'
import { deleteEvent, editEvent, insertEvent, moveEvent } from './write.ts'
import { isZone } from './zone.ts'

/** One call of the Calendar API by a signed-in person. */
export type Call = {
  readonly operation: CalendarOperation
  readonly route: Route
  readonly query: URLSearchParams
  readonly headers: Headers
  readonly body: string
  readonly person: Person
  readonly scopes: readonly string[]
}

export function answerCall(world: World, call: Call, tricks: ListTricks): Answer {
  const { operation } = call
  if (!allows(call.scopes, operation)) throw needsScope()
  const fields = call.query.get('fields')
  switch (operation) {
    case 'calendarList.list':
      return json(partial(listCalendars(world, call.person, call.query), fields, fieldsOf.calendars))
    case 'calendarList.get':
    case 'calendars.get':
      return json(partial(oneCalendar(world, call.person, call.route.calendarId), fields, fieldsOf.calendar))
    case 'events.list':
      return list(world, call, tricks)
    case 'events.instances':
      return instances(world, call)
    case 'events.get':
      return get(world, call)
    case 'events.insert':
    case 'events.patch':
    case 'events.update':
    case 'events.move':
      return shown(world, call, write(world, call, operation))
    case 'events.delete':
      return remove(world, call)
  }
}

function list(world: World, { person, route, query, headers }: Call, tricks: ListTricks): Answer {
  const { calendar, role } = accessTo(world, person, route.calendarId)
  const now = world.now().getTime()
  const page = listEvents(calendar, role, readListQuery(query, now), now, tricks)
  if (headers.get('if-none-match') === page.etag) return nothing(304, { etag: page.etag })
  return json(partial(page, query.get('fields'), fieldsOf.events), { etag: page.etag })
}

function instances(world: World, { person, route, query }: Call): Answer {
  const { calendar, role } = accessTo(world, person, route.calendarId)
  const page = listInstances(calendar, role, route.eventId, query, world.now().getTime())
  return json(partial(page, query.get('fields'), fieldsOf.events))
}

function get(world: World, call: Call): Answer {
  const { calendar } = accessTo(world, call.person, call.route.calendarId)
  const seen = see(calendar, call.route.eventId)
  if (!seen) throw documented('404_notFound')
  const { etag = '' } = seen.resource
  if (call.headers.get('if-none-match') === etag) return nothing(304, { etag })
  return shown(world, call, seen)
}

function shown(world: World, { operation, person, route, query }: Call, { resource }: Seen): Answer {
  const { calendar, role } = accessTo(world, person, destinationOf(operation, query) ?? route.calendarId)
  const timeZone = query.get('timeZone')
  if (timeZone !== null && !isZone(timeZone)) throw invalid('Invalid Value', 'timeZone')
  const viewer = viewerOf(calendar, role, { timeZone, maxAttendees: count(query, 'maxAttendees') })
  return json(partial(render(resource, viewer), query.get('fields'), fieldsOf.event), { etag: resource.etag ?? '' })
}

const destinationOf = (operation: CalendarOperation, query: URLSearchParams) =>
  operation === 'events.move' ? query.get('destination') : null

function write(
  world: World,
  call: Call,
  operation: 'events.insert' | 'events.patch' | 'events.update' | 'events.move',
): Seen {
  const { person, route, query, headers } = call
  const calendar = writableCalendar(world, person, route.calendarId)
  const options = { actor: person.email, sendUpdates: sendUpdatesOf(query), ifMatch: headers.get('if-match') }
  if (operation === 'events.insert') return insertEvent(world, calendar, bodyOf(call), options)
  assertVisible(world, call)
  if (operation === 'events.move') {
    const destination = query.get('destination')
    if (!destination) throw undocumentedRequired('destination')
    return moveEvent(world, calendar, writableCalendar(world, person, destination), route.eventId, options)
  }
  const body = bodyOf(call)
  const type: unknown = body.eventType
  return editEvent(
    world,
    calendar,
    route.eventId,
    (before) => {
      if (typeof type === 'string' && type !== (before.eventType ?? 'default'))
        throw invalid('The type of an event cannot be changed.')
      return operation === 'events.patch' ? applyPatch(before, body) : applyUpdate(before, body)
    },
    options,
  )
}

function remove(world: World, call: Call): Answer {
  const { person, route, query, headers } = call
  const calendar = writableCalendar(world, person, route.calendarId)
  assertVisible(world, call)
  const options = { actor: person.email, sendUpdates: sendUpdatesOf(query), ifMatch: headers.get('if-match') }
  deleteEvent(world, calendar, route.eventId, options)
  return nothing(204)
}

/** Whoever may not read a private event may not change it either. */
function assertVisible(world: World, { person, route }: Call): void {
  const { calendar, role } = accessTo(world, person, route.calendarId)
  const seen = see(calendar, route.eventId)
  if (seen && isMasked(seen.resource, role))
    throw undocumented(403, { domain: 'global', reason: 'forbidden', message: 'Forbidden' })
}

const undocumentedRequired = (location: string) =>
  undocumented(400, {
    domain: 'global',
    reason: 'required',
    message: `Required parameter: ${location}`,
    locationType: 'parameter',
    location,
  })

function sendUpdatesOf(query: URLSearchParams): SendUpdates {
  const value = query.get('sendUpdates')
  if (value === null) return query.get('sendNotifications') === 'true' ? 'all' : 'none'
  if (value !== 'all' && value !== 'externalOnly' && value !== 'none') throw invalid('Invalid Value', 'sendUpdates')
  return value
}

function bodyOf({ body }: Call): Body {
  let value: unknown
  try {
    value = body === '' ? {} : JSON.parse(body)
  } catch {
    value = null
  }
  if (isRecord(value)) return value
  throw undocumented(400, { domain: 'global', reason: 'parseError', message: 'Parse Error' })
}
