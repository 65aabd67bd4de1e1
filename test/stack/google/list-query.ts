import { badRequest, documented, invalid, undocumented } from './errors.ts'
import { parseInstant } from './event-time.ts'
import type { FeedQuery } from './feed.ts'
import { eventTypes } from './types.ts'
import { always } from './view.ts'
import { isZone } from './zone.ts'

export type ListQuery = FeedQuery & {
  readonly showDeleted: boolean
  readonly eventTypes: readonly string[]
  readonly orderBy: 'startTime' | 'updated' | null
  readonly text: string | null
  readonly iCalUID: string | null
  readonly privateProperties: readonly string[]
  readonly sharedProperties: readonly string[]
  readonly updatedMin: number | null
  readonly maxResults: number
  readonly maxAttendees: number | null
  readonly timeZone: string | null
  readonly syncToken: string | null
  readonly pageToken: string | null
}

const forbiddenWithToken = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'timeMin',
  'timeMax',
  'updatedMin',
] as const

const day = 86_400_000
const updatesKept = 28 * day
/** Without timeMax, series are expanded this far ahead. */
const expandedAhead = 2 * 365 * day

export function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name)
  if (value !== null && value !== 'true' && value !== 'false') throw invalid('Invalid Value', name)
  return value === 'true'
}

export function count(query: URLSearchParams, name: string): number | null {
  const value = query.get(name)
  if (value === null) return null
  if (!/^\d+$/.test(value) || Number(value) < 1) throw invalid('Invalid Value', name)
  return Number(value)
}

/** The query of events.list and events.instances, checked. @throws GoogleError 400, 410 */
export function readListQuery(query: URLSearchParams, now: number): ListQuery {
  const syncToken = query.get('syncToken')
  if (syncToken !== null) {
    const clash = forbiddenWithToken.find((name) => query.has(name))
    if (clash) throw badRequest(`Sync token cannot be used with other query restrictions: ${clash}.`)
    if (query.get('showDeleted') === 'false') throw badRequest('Sync token cannot be used with showDeleted=false.')
  }
  const range = readRange(query, now)
  const singleEvents = flag(query, 'singleEvents')
  const timeZone = query.get('timeZone')
  if (timeZone !== null && !isZone(timeZone)) throw invalid('Invalid Value', 'timeZone')
  const types = query.getAll('eventTypes')
  if (types.some((type) => !eventTypes.some((known) => known === type))) throw invalid('Invalid Value', 'eventTypes')
  return {
    singleEvents,
    range,
    timeZone,
    syncToken,
    eventTypes: types.sort(),
    orderBy: readOrder(query, singleEvents),
    showDeleted: flag(query, 'showDeleted'),
    text: query.get('q'),
    iCalUID: query.get('iCalUID'),
    privateProperties: query.getAll('privateExtendedProperty'),
    sharedProperties: query.getAll('sharedExtendedProperty'),
    updatedMin: readUpdatedMin(query, now),
    maxResults: Math.min(count(query, 'maxResults') ?? 250, 2500),
    maxAttendees: count(query, 'maxAttendees'),
    pageToken: query.get('pageToken'),
  }
}

function readRange(query: URLSearchParams, now: number) {
  const min = query.get('timeMin')
  const max = query.get('timeMax')
  const from = min === null ? always.from : parseInstant(min, 'timeMin')
  const until = max === null ? null : parseInstant(max, 'timeMax')
  if (min !== null && until !== null && until <= from) throw documented('400_timeRangeEmpty')
  return { from, until: until ?? (query.get('singleEvents') === 'true' ? now + expandedAhead : always.until) }
}

function readOrder(query: URLSearchParams, singleEvents: boolean): ListQuery['orderBy'] {
  const order = query.get('orderBy')
  if (order === null || order === 'updated') return order
  if (order !== 'startTime') throw invalid('Invalid Value', 'orderBy')
  if (singleEvents) return order
  throw undocumented(400, {
    domain: 'global',
    reason: 'invalid',
    message: 'The requested ordering is not available for the particular query.',
    locationType: 'parameter',
    location: 'orderBy',
  })
}

function readUpdatedMin(query: URLSearchParams, now: number): number | null {
  const text = query.get('updatedMin')
  if (text === null) return null
  const at = parseInstant(text, 'updatedMin')
  if (at < now - updatesKept) throw documented('410_updatedMinTooLongAgo')
  return at
}
