import { createHttp, type Fetch } from '../../http.ts'
import { SyncError } from '../../model/errors.ts'
import type { Zone } from '../../model/time.ts'
import type { CalendarProvider, RemoteCalendar, TokenSource } from '../provider.ts'
import { openGoogleCalendar } from './calendar.ts'
import { callGoogle, type GoogleClient } from './call.ts'
import { calendarFields, type GoogleCalendar, type GoogleCalendarPage, isWriter } from './wire.ts'

type GoogleOptions = {
  readonly fetch: Fetch
  /** `https://www.googleapis.com`, or a stand-in's address. */
  readonly apiOrigin: string
  readonly tokens: TokenSource
  readonly signal?: AbortSignal | undefined
}

/** One Google account, spoken to by fetch alone: Google's own client needs Node. */
export function openGoogle({ apiOrigin, ...options }: GoogleOptions): CalendarProvider {
  const client: GoogleClient = { http: createHttp(options), tokens: options.tokens, apiOrigin }
  return {
    provider: 'google',
    listCalendars: () => listCalendars(client),
    openCalendar: (calendar) => openGoogleCalendar(client, calendar),
  }
}

/** @throws SyncError forbidden when the person left the calendar box of the consent page unticked */
async function listCalendars(client: GoogleClient): Promise<readonly RemoteCalendar[]> {
  const calendars: GoogleCalendar[] = []
  const seen = new Set<string>()
  let pageToken: string | undefined
  do {
    const query = new URLSearchParams({ maxResults: '250', fields: `kind,nextPageToken,items(${calendarFields})` })
    if (pageToken !== undefined) query.set('pageToken', pageToken)
    const page = await callGoogle<GoogleCalendarPage | null>(client, {
      method: 'GET',
      path: `/calendar/v3/users/me/calendarList?${query}`,
    })
    if (page?.kind !== 'calendar#calendarList') throw new SyncError('unavailable', 'google calendarList: not a list')
    calendars.push(...(page.items ?? []))
    pageToken = page.nextPageToken
    if (pageToken !== undefined && seen.has(pageToken))
      throw new SyncError('unavailable', 'google calendarList: a loop')
    if (pageToken !== undefined) seen.add(pageToken)
  } while (pageToken !== undefined)
  const person = calendars.find((calendar) => calendar.primary)?.id
  return calendars.filter((calendar) => !calendar.deleted).map((calendar) => toRemoteCalendar(calendar, person))
}

/** Whoever shares a calendar can make others its owners too; only `dataOwner` says whose it is. */
const toRemoteCalendar = (calendar: GoogleCalendar, person: string | undefined): RemoteCalendar => ({
  externalId: calendar.id,
  name: calendar.summaryOverride ?? calendar.summary ?? calendar.id,
  timezone: (calendar.timeZone ?? 'UTC') as Zone,
  isPrimary: calendar.primary === true,
  isWritable: isWriter(calendar.accessRole),
  isOwn: calendar.accessRole === 'owner' && (calendar.dataOwner ?? person) === person,
})
