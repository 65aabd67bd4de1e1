import { invalid } from './errors.ts'
import { count, flag } from './list-query.ts'
import { decodePageToken, encodeToken } from './tokens.ts'
import type { AccessRole, ListEntry, Person } from './types.ts'
import { accessTo, type World } from './world.ts'

const ranks: readonly AccessRole[] = ['freeBusyReader', 'reader', 'writerWithoutPrivateAccess', 'writer', 'owner']

/** calendarList.list. @throws GoogleError 400 */
export function listCalendars(world: World, person: Person, query: URLSearchParams) {
  const least = query.get('minAccessRole')
  if (least !== null && !ranks.some((rank) => rank === least)) throw invalid('Invalid Value', 'minAccessRole')
  const size = Math.min(count(query, 'maxResults') ?? 100, 250)
  const text = query.get('pageToken')
  const page = text === null ? null : decodePageToken(text)
  if (text !== null && !page) throw invalid('Invalid Value', 'pageToken')
  const isShown = (entry: ListEntry) =>
    (flag(query, 'showHidden') || entry.hidden !== true) &&
    (least === null || ranks.indexOf(entry.accessRole) >= ranks.findIndex((rank) => rank === least))
  const entries = person.list.filter(isShown)
  const offset = page?.offset ?? 0
  const end = offset + size
  return {
    kind: 'calendar#calendarList',
    etag: `"p${world.revision}"`,
    ...(end < entries.length
      ? { nextPageToken: encodeToken({ query: 'calendars', at: 0, offset: end, page: 1 }) }
      : { nextSyncToken: encodeToken({ query: 'calendars', at: world.revision, offset: 0, page: 0 }) }),
    items: entries.slice(offset, end).map((entry) => entryOf(world, person, entry)),
  }
}

/** calendarList.get. @throws GoogleError 404 */
export function oneCalendar(world: World, person: Person, calendarId: string) {
  const { calendar } = accessTo(world, person, calendarId)
  const entry = person.list.find((known) => known.calendarId === calendar.id)
  return entryOf(world, person, entry ?? { calendarId: calendar.id, accessRole: 'reader' })
}

function entryOf(world: World, person: Person, entry: ListEntry) {
  const calendar = world.calendars.get(entry.calendarId)
  return {
    kind: 'calendar#calendarListEntry',
    etag: `"${entry.calendarId.length}${entry.accessRole.length}"`,
    id: entry.calendarId,
    summary: entry.primary ? person.email : (calendar?.summary ?? entry.calendarId),
    ...(entry.summaryOverride ? { summaryOverride: entry.summaryOverride } : {}),
    timeZone: calendar?.timezone ?? person.timezone,
    colorId: entry.colorId ?? '14',
    backgroundColor: '#9fe1e7',
    foregroundColor: '#000000',
    ...(entry.selected ? { selected: true } : {}),
    ...(entry.hidden ? { hidden: true } : {}),
    accessRole: entry.accessRole,
    defaultReminders: entry.primary ? [{ method: 'popup', minutes: 10 }] : [],
    ...(entry.primary ? { primary: true } : {}),
    ...(calendar?.owner ? { dataOwner: calendar.owner } : {}),
    conferenceProperties: { allowedConferenceSolutionTypes: ['hangoutsMeet'] },
  }
}
