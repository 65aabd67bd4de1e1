/** An event as the calendar shows it; times are wall times of the calendar's zone with an offset behind. */
export type ShownEvent = {
  id: string
  summary?: string
  description?: string
  location?: string
  start: { date?: string; dateTime?: string; timeZone?: string }
  end: { date?: string; dateTime?: string; timeZone?: string }
  recurrence?: string[]
  recurringEventId?: string
  visibility?: string
  attendees?: { email: string; responseStatus?: string }[]
}

export type Person = {
  email: string
  name: string
  timezone: string
  calendars: { id: string; summary: string }[]
}

const control = '/__stand-in/'

async function ask<Answer>(path: string, method = 'GET', body?: unknown): Promise<Answer> {
  const answer = await fetch(control + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  const text = await answer.text()
  const value = text === '' ? null : JSON.parse(text)
  if (!answer.ok) throw new Error(value?.error?.message ?? `The calendar answered ${answer.status}.`)
  return value
}

export type Place = { readonly person: string; readonly calendarId: string }

const eventsPath = ({ person }: Place, id?: string) =>
  `people/${encodeURIComponent(person)}/events${id === undefined ? '' : `/${encodeURIComponent(id)}`}`
const query = ({ calendarId }: Place, more: Record<string, string> = {}) =>
  `?${new URLSearchParams({ calendarId, ...more })}`

export const readState = () => ask<{ revision: number; people: Person[] }>('state')
export const readRevision = async () => (await ask<{ revision: number }>('revision')).revision

export const readEvents = (place: Place, from: Date, until: Date) =>
  ask<ShownEvent[]>(eventsPath(place) + query(place, { from: from.toISOString(), until: until.toISOString() }))
export const readEvent = (place: Place, id: string) => ask<ShownEvent>(eventsPath(place, id) + query(place))

const mails = (isTold: boolean): Record<string, string> => (isTold ? { sendUpdates: 'all' } : {})

export const addEvent = (place: Place, event: object, isTold: boolean) =>
  ask<ShownEvent>(eventsPath(place) + query(place, mails(isTold)), 'POST', event)
export const changeEvent = (place: Place, id: string, patch: object, isTold: boolean) =>
  ask<ShownEvent>(eventsPath(place, id) + query(place, mails(isTold)), 'PATCH', patch)
export const removeEvent = (place: Place, id: string, isTold: boolean) =>
  ask<null>(eventsPath(place, id) + query(place, mails(isTold)), 'DELETE')
