import { type Answer, json, nothing, refusal, toResponse } from './answer.ts'
import { flip } from './control-switches.ts'
import { documented, invalid } from './errors.ts'
import { type Body, isRecord } from './event-input.ts'
import type { Google } from './google.ts'
import type { SendUpdates } from './guests.ts'

const prefix = '/__stand-in/'

/**
 * What the demo, browser tests and the web calendar use beside Google's own addresses; never counted, never
 * throttled. Answers null where the address is not one of these.
 *
 * GET  revision | state | counters | mails | dump
 * POST counters/reset | misbehave (see flip) | people
 * GET, POST people/{email}/events, GET, PATCH, DELETE people/{email}/events/{id}
 *      (?calendarId=, ?from=&until= as RFC 3339, ?sendUpdates=)
 */
export async function answerControl(google: Google, request: Request): Promise<Response | null> {
  const url = new URL(request.url)
  if (!url.pathname.startsWith(prefix)) return null
  const headers = localCors(request.headers.get('origin'))
  if (request.method === 'OPTIONS') return toResponse(nothing(204, headers))
  const answer = await answered(google, request, url)
  return toResponse({ ...answer, headers: { ...answer.headers, ...headers } })
}

async function answered(google: Google, request: Request, url: URL): Promise<Answer> {
  try {
    const path = url.pathname.slice(prefix.length).split('/').map(decodeURIComponent)
    const body = request.method === 'POST' || request.method === 'PATCH' ? await readBody(request) : {}
    if (path[0] === 'people' && path[2] === 'events')
      return answerHands(google, request.method, path[1] ?? '', path[3] ?? null, url.searchParams, body)
    return answerSite(google, `${request.method} ${path.join('/')}`, body)
  } catch (error) {
    if (error instanceof RangeError) return json({ error: { message: error.message } }, {}, 404)
    return refusal(error)
  }
}

function answerSite(google: Google, what: string, body: Body): Answer {
  switch (what) {
    case 'GET revision':
      return json({ revision: google.revision() })
    case 'GET state':
      return json({
        revision: google.revision(),
        people: google.people().map((person) => ({ ...person, calendars: google.calendars(person.email) })),
        mails: google.mails.length,
      })
    case 'GET counters':
      return json({ ...google.counters, mails: google.mails.length })
    case 'GET mails':
      return json(google.mails)
    case 'GET dump':
      return json(google.dump())
    case 'POST counters/reset':
      google.resetCounters()
      return nothing(204)
    case 'POST misbehave':
      flip(google, body)
      return nothing(204)
    case 'POST people':
      if (typeof body.email !== 'string' || typeof body.name !== 'string') throw invalid('A person has email and name.')
      return json(google.addPerson({ email: body.email, name: body.name, ...zoneOf(body) }))
    default:
      throw documented('404_notFound')
  }
}

const zoneOf = ({ timezone }: Body) => (typeof timezone === 'string' ? { timezone } : {})

function answerHands(
  google: Google,
  method: string,
  email: string,
  id: string | null,
  query: URLSearchParams,
  body: Body,
): Answer {
  const calendarId = query.get('calendarId') ?? 'primary'
  const options = { calendarId, sendUpdates: sendUpdatesOf(query.get('sendUpdates')) }
  if (id === null) {
    if (method === 'GET') return json(google.events(email, calendarId, rangeOf(query)))
    if (method === 'POST') return json(google.insert(email, body, options))
    throw documented('404_notFound')
  }
  switch (method) {
    case 'GET': {
      const event = google.event(email, id, calendarId)
      if (!event) throw documented('404_notFound')
      return json(event)
    }
    case 'PATCH':
      return json(google.edit(email, id, body, options))
    case 'DELETE':
      google.remove(email, id, options)
      return nothing(204)
    default:
      throw documented('404_notFound')
  }
}

const sendUpdatesOf = (value: string | null): SendUpdates =>
  value === 'all' || value === 'externalOnly' ? value : 'none'

function rangeOf(query: URLSearchParams) {
  const from = Date.parse(query.get('from') ?? '')
  const until = Date.parse(query.get('until') ?? '')
  return Number.isNaN(from) || Number.isNaN(until) ? undefined : { from, until }
}

async function readBody(request: Request): Promise<Body> {
  const text = await request.text()
  if (text === '') return {}
  const value: unknown = JSON.parse(text)
  if (!isRecord(value)) throw invalid('An object is expected.')
  return value
}

/** Pages of this machine and extensions may steer the stand-in, pages of the web may not. */
function localCors(origin: string | null): Record<string, string> {
  if (origin === null || !/^(http:\/\/(127\.0\.0\.1|localhost)(:\d+)?|(chrome|moz)-extension:\/\/.+)$/.test(origin))
    return {}
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-headers': 'content-type',
    'access-control-allow-methods': 'DELETE,GET,PATCH,POST',
    vary: 'Origin',
  }
}
