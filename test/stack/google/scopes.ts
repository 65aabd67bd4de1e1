import type { Operation } from './operations.ts'

const base = 'https://www.googleapis.com/auth/'
const email = `${base}userinfo.email`

const granting = {
  list: ['calendar', 'calendar.readonly', 'calendar.calendarlist', 'calendar.calendarlist.readonly'],
  read: ['calendar', 'calendar.readonly', 'calendar.events', 'calendar.events.readonly'],
  write: ['calendar', 'calendar.events'],
} as const

/** Whether a token with these scopes may do this. https://developers.google.com/workspace/calendar/api/auth */
export function allows(scopes: readonly string[], operation: Operation): boolean {
  if (operation === 'userinfo')
    return scopes.some((scope) => scope === 'openid' || scope === email || scope === 'email')
  const need = operation.startsWith('calendar')
    ? 'list'
    : /^events\.(list|get|instances)$/.test(operation)
      ? 'read'
      : 'write'
  return granting[need].some((name) => scopes.includes(base + name))
}

/** What the scopes come to once granted: Google spells `email` and `profile` out. */
export const spelledOut = (scopes: readonly string[]) => [
  ...new Set(scopes.map((scope) => (scope === 'email' || scope === 'profile' ? `${base}userinfo.${scope}` : scope))),
]

export const isIdentity = (scope: string) =>
  scope === 'openid' || scope.startsWith(`${base}userinfo.`) || scope === 'email' || scope === 'profile'

const sentences: Readonly<Record<string, string>> = {
  [`${base}calendar`]: 'See, edit, share and delete all calendars you can reach',
  [`${base}calendar.readonly`]: 'See any calendar you can reach',
  [`${base}calendar.events`]: 'See and edit events on all your calendars',
  [`${base}calendar.events.readonly`]: 'See events on all your calendars',
  [`${base}calendar.calendarlist.readonly`]: 'See the list of your calendars',
}

export const describeScope = (scope: string) => sentences[scope] ?? scope

export const usualScopes = ['openid', email, `${base}calendar.events`, `${base}calendar.calendarlist.readonly`]
