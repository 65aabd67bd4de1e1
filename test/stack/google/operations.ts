/** What a request asks for, as counters and switches name it. */
export type Operation = CalendarOperation | OAuthOperation | 'userinfo' | 'batch' | 'preflight' | 'unknown'

export type CalendarOperation =
  | 'calendarList.list'
  | 'calendarList.get'
  | 'calendars.get'
  | 'events.list'
  | 'events.get'
  | 'events.insert'
  | 'events.patch'
  | 'events.update'
  | 'events.delete'
  | 'events.instances'
  | 'events.move'

type OAuthOperation = 'oauth.authorize' | 'oauth.token' | 'oauth.revoke'

export type Route = { readonly operation: Operation; readonly calendarId: string; readonly eventId: string }

const id = '([^/]+)'
const calendar = `/calendar/v3/calendars/${id}`
const patterns: readonly [string, RegExp, Operation][] = [
  ['GET', /^\/calendar\/v3\/users\/me\/calendarList$/, 'calendarList.list'],
  ['GET', new RegExp(`^/calendar/v3/users/me/calendarList/${id}$`), 'calendarList.get'],
  ['GET', new RegExp(`^${calendar}$`), 'calendars.get'],
  ['GET', new RegExp(`^${calendar}/events$`), 'events.list'],
  ['POST', new RegExp(`^${calendar}/events$`), 'events.insert'],
  ['GET', new RegExp(`^${calendar}/events/${id}$`), 'events.get'],
  ['PATCH', new RegExp(`^${calendar}/events/${id}$`), 'events.patch'],
  ['PUT', new RegExp(`^${calendar}/events/${id}$`), 'events.update'],
  ['DELETE', new RegExp(`^${calendar}/events/${id}$`), 'events.delete'],
  ['GET', new RegExp(`^${calendar}/events/${id}/instances$`), 'events.instances'],
  ['POST', new RegExp(`^${calendar}/events/${id}/move$`), 'events.move'],
  ['POST', /^\/batch(?:\/calendar\/v3)?$/, 'batch'],
  ['GET', /^\/v1\/userinfo$/, 'userinfo'],
  ['GET', /^\/o\/oauth2\/v2\/auth$/, 'oauth.authorize'],
  ['POST', /^\/o\/oauth2\/v2\/auth$/, 'oauth.authorize'],
  ['POST', /^\/token$/, 'oauth.token'],
  ['POST', /^\/revoke$/, 'oauth.revoke'],
]

export function routeOf(method: string, path: string): Route {
  if (method === 'OPTIONS') return { operation: 'preflight', calendarId: '', eventId: '' }
  for (const [wanted, pattern, operation] of patterns) {
    const match = wanted === method ? pattern.exec(path) : null
    if (!match) continue
    return { operation, calendarId: decoded(match[1]), eventId: decoded(match[2]) }
  }
  return { operation: 'unknown', calendarId: '', eventId: '' }
}

function decoded(part = ''): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
