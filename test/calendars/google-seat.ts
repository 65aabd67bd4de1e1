import { openGoogle } from '../../lib/calendars/google/calendars.ts'
import type { OpenCalendar, TokenSource } from '../../lib/calendars/provider.ts'
import type { Fetch } from '../../lib/http.ts'
import type { Content, Patch } from '../../lib/model/content.ts'
import type { EventId } from '../../lib/model/ids.ts'
import type { Zone } from '../../lib/model/time.ts'
import { createGoogle, type Google } from '../stack/google/google.ts'
import type { Seat } from './seat.ts'

export const ann = 'ann@example.com'
export const apiOrigin = 'https://google.example.com'

/** Tokens of the stand-in; a refused one is replaced as a sign-in would. */
export function tokensOf(google: Google, email = ann): TokenSource {
  let token = google.tokenFor(email)
  return {
    accessToken: async ({ isRefused = false } = {}) => {
      if (isRefused) token = google.tokenFor(email)
      return token
    },
  }
}

export const open = (google: Google, calendar: Partial<OpenCalendar> = {}, email = ann, fetch: Fetch = google.fetch) =>
  openGoogle({ fetch, apiOrigin, tokens: tokensOf(google, email) }).openCalendar({
    externalId: 'primary',
    timezone: 'Europe/Berlin' as Zone,
    isWritable: true,
    ...calendar,
  })

export function createAnn(): Google {
  const google = createGoogle({ now: () => new Date('2026-03-01T12:00:00Z') })
  google.addPerson({ email: ann, name: 'Ann', timezone: 'Europe/Berlin' })
  google.addPerson({ email: 'ben@example.com', name: 'Ben', timezone: 'Europe/Berlin' })
  return google
}

/** As a person types it: plain text, times in the zone of the calendar. */
function typed({ title, description, location, time }: Patch) {
  const at = (value: string) =>
    time?.kind === 'all-day' ? { date: value } : { dateTime: value, timeZone: 'Europe/Berlin' }
  return {
    ...(title === undefined ? {} : { summary: title }),
    ...(description === undefined ? {} : { description }),
    ...(location === undefined ? {} : { location }),
    ...(time === undefined ? {} : { start: at(time.start), end: at(time.end) }),
  }
}

export async function googleSeat(): Promise<Seat> {
  const google = createAnn()
  let requests = 0
  const counted = (request: Request) => {
    requests += 1
    return google.fetch(request)
  }
  const writes = ['events.insert', 'events.patch', 'events.delete', 'batch'] as const
  return {
    port: open(google, {}, ann, counted),
    person: {
      add: async (content: Content, { isPrivate = false, guests = [] } = {}) =>
        google.insert(ann, {
          ...typed(content),
          ...(isPrivate ? { visibility: 'private' } : {}),
          ...(guests.length > 0 ? { attendees: [ann, ...guests].map((email) => ({ email })) } : {}),
        }).id as EventId,
      addSeries: async (content) => {
        google.insert(ann, { ...typed(content), recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] })
      },
      edit: async (id, patch) => void google.edit(ann, id, typed(patch)),
      remove: async (id) => google.remove(ann, id),
      see: async (id) => {
        const event = google.event(ann, id)
        if (!event || event.status === 'cancelled') return null
        return { title: event.summary ?? '', guests: (event.attendees ?? []).map(({ email }) => email) }
      },
      count: async () => google.events(ann).length,
    },
    provider: {
      pageLimit: (items) => google.misbehave.pageLimit(items),
      expireCursors: () => google.expireSyncTokens(),
      expireTokens: () => google.expireTokens(),
      dropNextWrite: () => google.misbehave.dropReplies({ on: writes }),
      throttle: (seconds) => google.misbehave.throttle({ retryAfterSeconds: seconds, seconds }),
      garbage: (form) => google.misbehave.garbage({ form, times: 1 }),
      offline: (isOffline) => google.misbehave.offline(isOffline),
      mails: () => google.mails.length,
      requests: () => requests,
    },
  }
}
