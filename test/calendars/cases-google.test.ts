import { describe, expect, test } from 'vitest'
import { fromGoogle, toGoogle, toGooglePatch } from '../../lib/calendars/google/codec.ts'
import type { EventId } from '../../lib/model/ids.ts'
import type { Zone } from '../../lib/model/time.ts'
import { ann, createAnn, googleSeat, open } from './google-seat.ts'
import { create, open as openScripted, remove, update } from './google-writes.ts'
import payloads from './payloads/google-errors.json' with { type: 'json' }
import { json, scriptedFetch } from './scripted-fetch.ts'
import { codeOf, create as createVisit, days, hours, key, liveOf, visit } from './seat.ts'

/** Cases that the Google adapter decides by itself. */
const berlin = 'Europe/Berlin' as Zone
const meeting = {
  id: 'oj44nep1ldf8a3ll02uip0c9aa',
  etag: '"1"',
  status: 'confirmed',
  summary: 'Call',
  location: 'https://example.com/call',
  start: { dateTime: '2026-03-10T09:00:00Z' },
  end: { dateTime: '2026-03-10T10:00:00Z' },
  organizer: { self: true },
}
const own = { isWritable: true }

test('G19: a meeting link of Google, there or gone, is no part of what is compared or written', () => {
  const link = { entryPoints: [{ entryPointType: 'video', uri: 'https://meet.google.com/abc' }] }
  const linked = { ...meeting, conferenceData: link, hangoutLink: 'https://meet.google.com/abc' }
  expect(fromGoogle(linked, own)).toEqual(fromGoogle(meeting, own))
  expect(JSON.stringify(fromGoogle(linked, own))).not.toContain('meet.google.com')
})

test('S12: an event without a UID is known by its id', () => {
  const [a, b] = ['a', 'b'].map((id) => fromGoogle({ ...meeting, id }, own))
  expect([a, b]).toMatchObject([{ identity: 'a' }, { identity: 'b' }])
})

test('W01 W18 W19 W20 R29 R30: no body names guests, reminders, visibility, free or busy, or a recurrence', () => {
  const allowed = ['summary', 'description', 'location', 'start', 'end']
  const allDay = { ...visit, time: days('2020-01-15', '2020-01-16') }
  for (const body of [toGoogle(visit, berlin), toGoogle(allDay, berlin), toGooglePatch(visit, berlin)]) {
    expect(Object.keys(body).filter((name) => !allowed.includes(name))).toEqual([])
  }
})

test('W02: the day of the case is written with an exclusive end, also over hours', async () => {
  const seat = await googleSeat()
  const time = days('2020-01-15', '2020-01-16')
  const made = await createVisit(seat, { ...visit, time })
  expect(made.content.time).toEqual(time)
  const timed = await createVisit(seat, { ...visit, time: hours('2020-01-15') }, key(2))
  const [outcome] = await seat.port.write([{ kind: 'update', eventId: timed.id, etag: timed.etag, patch: { time } }])
  expect(liveOf(outcome).content.time).toEqual(time)
})

test('W06: a delete names the version it knows', async () => {
  const { fetch, sent } = scriptedFetch(() => new Response(null, { status: 204 }))
  expect(await openScripted(fetch).write([remove])).toEqual([{ kind: 'deleted' }])
  expect(sent.map(({ method, headers }) => [method, headers.get('if-match')])).toEqual([['DELETE', '"7"']])
})

test.each([
  ['404', payloads['404_notFound']],
  ['410', payloads['410_deleted']],
])('W07: a delete answered %s says that the event is not there', async (_, { status, body }) => {
  const { fetch, sent } = scriptedFetch(json(body, status))
  const outcomes = await openScripted(fetch).write([remove])
  expect(outcomes.map(codeOf)).toEqual(['not-found'])
  expect(sent).toHaveLength(1)
})

describe('W09: an update names only what changed', () => {
  test.each([
    ['(a) nothing', {}, {}],
    ['(b) the title', { title: 'changed' }, { summary: 'changed' }],
    ['(c) the place', { location: 'changed' }, { location: 'changed' }],
  ])('%s', (_, patch, body) => expect(toGooglePatch(patch, berlin)).toEqual(body))

  test('(d) the zone: the same wall time elsewhere is another instant, told in the zone of the calendar', () => {
    // 09:00 in Berlin, then 09:00 in New York.
    expect(toGooglePatch({ time: hours('2026-03-10', '13', '14') }, 'America/New_York' as Zone)).toEqual({
      start: { dateTime: '2026-03-10T13:00:00Z', timeZone: 'America/New_York', date: null },
      end: { dateTime: '2026-03-10T14:00:00Z', timeZone: 'America/New_York', date: null },
    })
  })
})

test('W10: refused for its version, an update is not sent again, and never for any version', async () => {
  const { fetch, sent } = scriptedFetch(json(payloads['412_conditionNotMet'].body, 412))
  expect((await openScripted(fetch).write([update])).map(codeOf)).toEqual(['precondition-failed'])
  expect(sent.map(({ headers, body }) => [headers.get('if-match'), body])).toEqual([
    ['"2299601498276000"', '{"summary":"changed"}'],
  ])
})

test('W17: one instance is deleted by its own id, its series stays', async () => {
  const google = createAnn()
  const at = (hour: string) => ({ dateTime: `2023-06-15T${hour}:00:00Z`, timeZone: 'UTC' })
  const series = google.insert(ann, { start: at('10'), end: at('11'), recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'] })
  const eventId = `${series.id}_20230615T100000Z` as EventId
  const port = open(google)
  const instance = await port.get(eventId)
  const etag = instance?.kind === 'live' ? instance.etag : ''
  expect(await port.write([{ kind: 'delete', eventId, etag }])).toEqual([{ kind: 'deleted' }])
  expect(google.event(ann, eventId)?.status).toBe('cancelled')
  expect(google.event(ann, series.id)).toMatchObject({ status: 'confirmed', recurrence: series.recurrence })
})

test('E07: throttled, the writes that follow are not sent, and each says so', async () => {
  const { fetch, sent } = scriptedFetch(json(payloads['429_rateLimitExceeded'].body, 429))
  expect((await openScripted(fetch).write([create, update, remove])).map(codeOf)).toEqual(Array(3).fill('rate-limited'))
  expect(sent).toHaveLength(1)
})
