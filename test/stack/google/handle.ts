import { isCutAt } from '../hold.ts'
import { type Answer, ConnectionBroken, html, json, refusal, toResponse } from './answer.ts'
import { answerBatch } from './batch.ts'
import { answerCall } from './calendars-api.ts'
import { type Counters, countRequest, isWrite } from './counters.ts'
import { documented, needsScope } from './errors.ts'
import { bearerOf, type Grants, liveToken } from './grants.ts'
import type { ListTricks } from './list.ts'
import { type Mood, takeTrouble } from './misbehaviour.ts'
import { answerOAuth } from './oauth.ts'
import type { Client } from './oauth-clients.ts'
import { type CalendarOperation, type Route, routeOf } from './operations.ts'
import { allows } from './scopes.ts'
import type { Person } from './types.ts'
import type { World } from './world.ts'

/** All of one stand-in. */
export type Site = {
  readonly world: World
  readonly grants: Grants
  readonly clients: readonly Client[]
  readonly mood: Mood
  readonly counters: Counters
}

type Asked = { readonly method: string; readonly url: URL; readonly headers: Headers; readonly body: string }

/** Google's answer to one request. @throws ConnectionBroken */
export async function handle(site: Site, request: Request): Promise<Response> {
  const asked: Asked = {
    method: request.method,
    url: new URL(request.url),
    headers: request.headers,
    body: await request.text(),
  }
  site.counters.bytesReceived += Buffer.byteLength(asked.body)
  const answer = await answered(site, asked)
  site.counters.bytesSent += Buffer.byteLength(answer.body)
  return toResponse(withCors(answer, asked))
}

async function answered(site: Site, asked: Asked): Promise<Answer> {
  const { mood, counters } = site
  const route = routeOf(asked.method, asked.url.pathname)
  countRequest(counters, route.operation)
  if (mood.isOffline) throw new ConnectionBroken('offline')
  if (mood.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, mood.latencyMs))
  const trouble = takeTrouble(mood, route.operation, site.world.now().getTime())
  const garbage = trouble?.kind === 'garbage' ? trouble.form : null
  if (garbage === 'html') return counted(counters, captivePortal())
  const gate = trouble?.kind === 'hold' ? trouble.gate : null
  if (await isCutAt(gate, 'before')) throw new ConnectionBroken('cut before the work')
  const answer =
    trouble?.kind === 'refuse'
      ? json(trouble.error.body, trouble.error.headers, trouble.error.status)
      : await work(site, asked, route)
  if (await isCutAt(gate, 'after')) throw new ConnectionBroken('cut after the work')
  if (trouble?.kind === 'drop') throw new ConnectionBroken('reply lost')
  if (isWrite(route.operation) && answer.status < 300) counters.writes += 1
  return counted(counters, garbage === null ? answer : spoilt(answer, garbage))
}

async function work(site: Site, asked: Asked, route: Route): Promise<Answer> {
  try {
    const { operation } = route
    switch (operation) {
      case 'preflight':
        return { status: 204, headers: {}, body: '' }
      case 'unknown':
        throw documented('404_notFound')
      case 'oauth.authorize':
      case 'oauth.token':
      case 'oauth.revoke':
        return await answerOAuth(site, asked, operation)
      case 'batch':
        return await answerBatch(asked, (part) => answered(site, part))
      case 'userinfo':
        return userinfo(site, asked)
      case 'calendarList.list':
      case 'calendarList.get':
      case 'calendars.get':
      case 'events.list':
      case 'events.get':
      case 'events.insert':
      case 'events.patch':
      case 'events.update':
      case 'events.delete':
      case 'events.instances':
      case 'events.move':
        return calendarCall(site, asked, route, operation)
    }
  } catch (error) {
    return refusal(error)
  }
}

/** @throws GoogleError 401 */
function signedIn({ world, grants }: Site, { headers }: Asked): { person: Person; scopes: readonly string[] } {
  const access = liveToken(grants, bearerOf(headers), world.now().getTime())
  const person = access ? world.people.get(access.email) : undefined
  if (access && person) return { person, scopes: access.scopes }
  throw documented('401_authError', {
    'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"',
  })
}

function userinfo(site: Site, asked: Asked): Answer {
  const { person, scopes } = signedIn(site, asked)
  if (!allows(scopes, 'userinfo')) throw needsScope()
  return json({ sub: person.sub, name: person.name, email: person.email, email_verified: true })
}

function calendarCall(site: Site, asked: Asked, route: Route, operation: CalendarOperation): Answer {
  const { mood, world } = site
  const tricks: ListTricks = {
    lagMs: mood.lagMs,
    pageLimit: mood.pageLimit,
    takeEmptyPage() {
      if (mood.emptyPages < 1) return false
      mood.emptyPages -= 1
      return true
    },
  }
  const { headers, body } = asked
  const call = { operation, route, query: asked.url.searchParams, headers, body, ...signedIn(site, asked) }
  return answerCall(world, call, tricks)
}

function counted(counters: Counters, answer: Answer): Answer {
  counters.byStatus[answer.status] = (counters.byStatus[answer.status] ?? 0) + 1
  return answer
}

const captivePortal = () =>
  html('<!doctype html><title>Welcome</title><p>Please accept our terms to use this network.</p>')

const spoilt = (answer: Answer, form: 'cut-json' | 'empty'): Answer => ({
  ...answer,
  body: form === 'empty' ? '' : answer.body.slice(0, Math.floor(answer.body.length / 2)),
})

/** https://developers.google.com/api-client-library/javascript/features/cors: any origin, no credentials. */
function withCors(answer: Answer, { headers }: Asked): Answer {
  const origin = headers.get('origin')
  if (origin === null) return answer
  const wanted = headers.get('access-control-request-headers')
  const cors = {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'etag,retry-after,date,vary',
    vary: 'Origin, X-Origin',
    ...(wanted === null
      ? {}
      : {
          'access-control-allow-headers': wanted,
          'access-control-allow-methods': 'DELETE,GET,HEAD,PATCH,POST,PUT',
          'access-control-max-age': '3600',
        }),
  }
  return { ...answer, headers: { ...answer.headers, ...cors } }
}
