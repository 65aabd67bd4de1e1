import { openGoogle } from '../../lib/calendars/google/calendars.ts'
import type { Fetch } from '../../lib/http.ts'
import type { EventId, MappingId } from '../../lib/model/ids.ts'
import type { Zone } from '../../lib/model/time.ts'
import type { EventWrite } from '../../lib/sync/ports.ts'
import { apiOrigin } from './google-seat.ts'
import { countingTokens } from './scripted-fetch.ts'
import { visit } from './seat.ts'

export const open = (fetch: Fetch, isWritable = true, tokens = countingTokens()) =>
  openGoogle({ fetch, apiOrigin, tokens }).openCalendar({
    externalId: 'team@group.calendar.google.com',
    timezone: 'Europe/Berlin' as Zone,
    isWritable,
  })

export const mappingId = '3f0c2b1a-0000-4000-8000-0123456789ab' as MappingId
export const create: EventWrite = { kind: 'create', key: { mappingId, generation: 2 }, content: visit }
export const update: EventWrite = {
  kind: 'update',
  eventId: 'abc' as EventId,
  etag: '"2299601498276000"',
  patch: { title: 'changed' },
}
export const remove: EventWrite = { kind: 'delete', eventId: 'abc' as EventId, etag: '"7"' }
export const echo = {
  id: 'abc',
  etag: '"8"',
  start: { date: '2026-03-10' },
  end: { date: '2026-03-11' },
  summary: 'changed',
}
