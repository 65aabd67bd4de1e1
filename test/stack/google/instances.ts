import { type Calendar, storedAt } from './calendar.ts'
import { documented, invalid } from './errors.ts'
import { viewerOf } from './list.ts'
import { readListQuery } from './list-query.ts'
import { render, skeleton } from './render.ts'
import { decodePageToken, encodeToken } from './tokens.ts'
import type { AccessRole } from './types.ts'
import { instancesIn, isSeries } from './view.ts'

/** events.instances: the instances of one series. @throws GoogleError 400, 404 */
export function listInstances(calendar: Calendar, role: AccessRole, id: string, params: URLSearchParams, now: number) {
  const wanted = new URLSearchParams(params)
  wanted.set('singleEvents', 'true')
  const query = readListQuery(wanted, now)
  const page = query.pageToken === null ? null : decodePageToken(query.pageToken)
  if (query.pageToken !== null && page?.query !== id) throw invalid('Invalid Value', 'pageToken')
  const at = page?.at ?? calendar.head
  const series = storedAt(calendar, id, at)
  if (!series) throw documented('404_notFound')
  if (!isSeries(series)) throw invalid('The specified event is not recurring.')
  const original = params.get('originalStart')
  const found = instancesIn(calendar, series, query.range, at).filter(
    ({ resource }) =>
      (query.showDeleted || resource.status !== 'cancelled') &&
      (original === null || isSameStart(resource.originalStartTime, original)),
  )
  const offset = page?.offset ?? 0
  const end = offset + query.maxResults
  const viewer = viewerOf(calendar, role, query)
  return {
    kind: 'calendar#events',
    etag: `"p${at}i${offset}"`,
    summary: calendar.summary,
    description: '',
    updated: new Date(now).toISOString(),
    timeZone: viewer.zone,
    accessRole: role,
    defaultReminders: [],
    ...(end < found.length
      ? { nextPageToken: encodeToken({ query: id, at, offset: end, page: (page?.page ?? 0) + 1 }) }
      : {}),
    items: found
      .slice(offset, end)
      .map(({ resource }) => (resource.status === 'cancelled' ? skeleton(resource, viewer) : render(resource, viewer))),
  }
}

const isSameStart = (time: { date?: string; dateTime?: string } | undefined, wanted: string) =>
  time?.date === wanted || Date.parse(time?.dateTime ?? '') === Date.parse(wanted)
