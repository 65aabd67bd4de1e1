import { isSyncError, SyncError } from '../../model/errors.ts'
import type { EventPage, Window } from '../../sync/ports.ts'
import type { OpenCalendar } from '../provider.ts'
import { callGoogle, eventsPath, type GoogleClient } from './call.ts'
import { fromGoogle, importedTypes } from './codec.ts'
import { eventFields, type GoogleEventPage } from './wire.ts'

/**
 * The changes since the cursor, or all instances in the window. Later changes may lie outside the window.
 * https://developers.google.com/workspace/calendar/api/guides/sync
 * @throws SyncError cursor-expired, and what the request itself may answer
 */
export async function* pullEvents(
  client: GoogleClient,
  calendar: OpenCalendar,
  cursor: string | null,
  window: Window,
): AsyncGenerator<EventPage> {
  const range: Record<string, string> =
    cursor === null
      ? { timeMin: window.from, timeMax: window.until }
      : { syncToken: syncTokenOf(cursor, calendar.isWritable) }
  const seen = new Set<string>()
  let pageToken: string | undefined
  do {
    const query = new URLSearchParams([...constantQuery, ...Object.entries(range)])
    if (pageToken !== undefined) query.append('pageToken', pageToken)
    const page = await callGoogle<GoogleEventPage | null>(client, {
      method: 'GET',
      path: `${eventsPath(calendar.externalId)}?${query}`,
    }).catch((error: unknown) => {
      throw cursor === null ? error : meaningWithToken(error)
    })
    pageToken = page?.nextPageToken
    if (pageToken === undefined ? !page?.nextSyncToken : seen.has(pageToken)) {
      throw new SyncError('unavailable', 'google list: an answer that neither goes on nor ends')
    }
    if (pageToken !== undefined) seen.add(pageToken)
    yield {
      events: (page?.items ?? []).filter((item) => item?.id).map((item) => fromGoogle(item, calendar)),
      cursor: page?.nextSyncToken && pageToken === undefined ? cursorOf(page.nextSyncToken, calendar.isWritable) : null,
    }
  } while (pageToken !== undefined)
}

/** Google wants all of these the same in every request of one sync token's life. */
const constantQuery = [
  ['singleEvents', 'true'],
  ...[...importedTypes.keys()].map((type) => ['eventTypes', type]),
  ['maxResults', '2500'],
  ['fields', `nextPageToken,nextSyncToken,items(${eventFields})`],
]

/** With the token goes what its answers depend on: a new version of this file, or a new role, reads everything anew. */
type Cursor = { readonly token: string; readonly query: string; readonly isWritable: boolean }
const constantQueryText = new URLSearchParams(constantQuery).toString()

const cursorOf = (token: string, isWritable: boolean) =>
  JSON.stringify({ token, query: constantQueryText, isWritable } satisfies Cursor)

function syncTokenOf(cursor: string, isWritable: boolean): string {
  const parsed = parse(cursor)
  if (!parsed?.token || parsed.query !== constantQueryText || parsed.isWritable !== isWritable) {
    throw new SyncError('cursor-expired', 'google list: the cursor belongs to another form of the request')
  }
  return parsed.token
}

function parse(cursor: string): Partial<Cursor> | null {
  try {
    return JSON.parse(cursor)
  } catch {
    return null
  }
}

/** A request that only adds a token to a form known to work: if that is refused, the token is to blame. */
const meaningWithToken = (error: unknown) =>
  isSyncError(error, 'rejected') ? new SyncError('cursor-expired', error.message, { cause: error }) : error
