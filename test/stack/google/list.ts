import { type Calendar, visibleHead } from './calendar.ts'
import { documented, invalid } from './errors.ts'
import { changesSince, fullFeed } from './feed.ts'
import type { ListQuery } from './list-query.ts'
import { startMs } from './recurrence.ts'
import { render, skeleton, type Viewer } from './render.ts'
import { decodePageToken, decodeSyncToken, encodeToken, type SyncToken } from './tokens.ts'
import type { AccessRole, EventResource } from './types.ts'
import type { Seen } from './view.ts'

/** What the misbehaviour switches say about lists. */
export type ListTricks = { readonly lagMs: number; readonly pageLimit: number; takeEmptyPage(): boolean }

/** events.list: a page of everything, or of what changed since a sync token. @throws GoogleError 400, 410 */
export function listEvents(calendar: Calendar, role: AccessRole, asked: ListQuery, now: number, tricks: ListTricks) {
  const query = role === 'freeBusyReader' ? { ...asked, singleEvents: true } : asked
  const key = bindingOf(query)
  const since = query.syncToken === null ? null : readSyncToken(calendar, query.syncToken, key)
  const page = query.pageToken === null ? null : decodePageToken(query.pageToken)
  if (query.pageToken !== null && page?.query !== pageKey(query, key)) throw invalid('Invalid Value', 'pageToken')
  const at = page?.at ?? Math.max(since?.version ?? 0, visibleHead(calendar, now, tricks.lagMs))
  const range = since ? { from: since.from, until: since.until } : query.range
  const seen = since
    ? changesSince(calendar, { ...query, range }, since.version, at)
    : ordered(fullFeed(calendar, query, at), query)
  const wanted = seen.filter((entry) => isWanted(entry.resource, query))
  const offset = page?.offset ?? 0
  const size = tricks.takeEmptyPage() ? 0 : Math.min(query.maxResults, tricks.pageLimit)
  const end = offset + size
  const viewer = viewerOf(calendar, role, query)
  const isLast = end >= wanted.length && size > 0
  const next = { query: pageKey(query, key), at, offset: end, page: (page?.page ?? 0) + 1 }
  const token = { calendar: calendar.id, epoch: calendar.epoch, version: at, query: key, ...range }
  return {
    kind: 'calendar#events',
    etag: `"p${at}e${calendar.epoch}o${offset}"`,
    summary: calendar.summary,
    description: '',
    updated: new Date(now).toISOString(),
    timeZone: viewer.zone,
    accessRole: role,
    defaultReminders: role === 'owner' ? [{ method: 'popup', minutes: 10 }] : [],
    ...(isLast ? {} : { nextPageToken: encodeToken(next) }),
    // Seen in the wild, not in the reference: a sorted list gives no sync token.
    ...(isLast && query.orderBy === null && query.text === null ? { nextSyncToken: encodeToken(token) } : {}),
    items: wanted.slice(offset, end).map(({ resource }) => entryFor(resource, viewer)),
  }
}

export const viewerOf = (
  calendar: Calendar,
  role: AccessRole,
  query: Pick<ListQuery, 'timeZone' | 'maxAttendees'>,
) => ({
  calendar,
  role,
  zone: query.timeZone ?? calendar.timezone,
  ...(query.maxAttendees === null ? {} : { maxAttendees: query.maxAttendees }),
})

const entryFor = (event: EventResource, viewer: Viewer) =>
  event.status === 'cancelled' ? skeleton(event, viewer) : render(event, viewer)

/** What a token's query has in common with the one it came from. */
const bindingOf = (query: ListQuery) => JSON.stringify([query.singleEvents, query.eventTypes, query.maxAttendees])

const pageKey = (query: ListQuery, key: string) =>
  JSON.stringify([key, query.syncToken, query.showDeleted, query.orderBy, query.text, query.iCalUID, query.updatedMin])

function readSyncToken(calendar: Calendar, text: string, key: string): SyncToken {
  const token = decodeSyncToken(text)
  if (!token || token.query !== key) throw documented('400_invalidSyncToken')
  if (token.calendar !== calendar.id || token.epoch !== calendar.epoch || token.version > calendar.head)
    throw documented('410_fullSyncRequired')
  return token
}

function ordered(seen: Seen[], query: ListQuery): Seen[] {
  if (query.orderBy === 'updated') return seen.sort((a, b) => a.stamp - b.stamp)
  return query.orderBy === 'startTime' ? seen.sort((a, b) => startOf(a) - startOf(b)) : seen
}

const startOf = ({ resource }: Seen) => startMs(resource.start ?? {})

function isWanted(event: EventResource, query: ListQuery): boolean {
  const { eventTypes, iCalUID, text, updatedMin } = query
  if (eventTypes.length > 0 && !eventTypes.includes(event.eventType ?? 'default')) return false
  if (updatedMin !== null && Date.parse(event.updated ?? '') < updatedMin) return false
  if (event.status === 'cancelled' && !isCancelledShown(event, query)) return false
  if (iCalUID !== null && event.iCalUID !== iCalUID) return false
  if (!hasAll(event.extendedProperties?.private, query.privateProperties)) return false
  if (!hasAll(event.extendedProperties?.shared, query.sharedProperties)) return false
  return text === null || searchable(event).includes(text.toLowerCase())
}

/** A full list hides what is cancelled, save for instances where series are not expanded. */
function isCancelledShown(event: EventResource, query: ListQuery): boolean {
  if (query.syncToken !== null || query.updatedMin !== null || query.showDeleted) return true
  return event.recurringEventId !== undefined && !query.singleEvents
}

const hasAll = (bag: Record<string, string> | undefined, pairs: readonly string[]) =>
  pairs.every((pair) => bag?.[pair.slice(0, pair.indexOf('='))] === pair.slice(pair.indexOf('=') + 1))

const searchable = (event: EventResource) =>
  [
    event.summary,
    event.description,
    event.location,
    event.organizer?.email,
    ...(event.attendees ?? []).flatMap(({ email, displayName }) => [email, displayName]),
  ]
    .join('\n')
    .toLowerCase()
