import { beforeEach, describe, expect, test } from 'vitest'
import { type Call, documentedReply, signedIn } from './api-client.ts'
import type { Body } from './event-input.ts'
import { createGoogle, type Google } from './google.ts'

const ann = 'ann@example.com'
const ben = 'ben@example.com'
const path = '/calendars/primary/events'
const times = { start: { dateTime: '2026-03-10T09:00:00+01:00' }, end: { dateTime: '2026-03-10T10:00:00+01:00' } }

let now: number
let google: Google
let call: Call

beforeEach(() => {
  now = Date.parse('2026-03-01T10:00:00.250Z')
  google = createGoogle({ now: () => new Date(now) })
  google.addPerson({ email: ann, name: 'Ann' })
  google.addPerson({ email: ben, name: 'Ben' })
  call = signedIn(google, ann)
})

const insert = (body: Body = {}) => call('POST', path, { body: { ...times, ...body } })
const message = ({ body }: { body: Body }) => (body.error as { message: string }).message

describe('insert', () => {
  test('refuses ids that are short, long or not base32hex', async () => {
    for (const id of ['abcd', 'UPPER', 'with-dash', 'wxyz1', 'a'.repeat(1025), 12345]) {
      const reply = await insert({ id })
      expect([reply.status, message(reply)]).toEqual([400, 'Invalid resource id value.'])
    }
  })

  test('gives back what it keeps: line ends, whole seconds, HTML, no read-only fields of the body', async () => {
    const reply = await insert({
      summary: 'Call',
      description: '<p>Hello</p>\r\nWorld\r',
      start: { dateTime: '2026-03-10T09:00:00.123+01:00' },
      creator: { email: 'eve@example.com' },
      etag: '"1"',
    })
    expect(reply.body).toMatchObject({
      description: '<p>Hello</p>\nWorld\n',
      start: { dateTime: '2026-03-10T09:00:00+01:00', timeZone: 'Europe/Berlin' },
      creator: { email: ann, self: true },
      created: '2026-03-01T10:00:00.250Z',
      updated: '2026-03-01T10:00:00.250Z',
      eventType: 'default',
    })
    expect(reply.body.etag).not.toBe('"1"')
    expect(reply.headers.get('etag')).toBe(reply.body.etag)
  })

  const bad: readonly [string, Body, string][] = [
    ['no end', { end: null }, 'Missing end time.'],
    [
      'a day that does not exist',
      { start: { date: '2026-02-30' }, end: { date: '2026-03-02' } },
      'Invalid start time.',
    ],
    [
      'a time without offset or zone',
      { start: { dateTime: '2026-03-10T09:00:00' } },
      'Missing time zone definition for start time.',
    ],
    [
      'day and time at once',
      { start: { date: '2026-03-10', dateTime: '2026-03-10T09:00:00Z' } },
      'Invalid start time.',
    ],
    [
      'day and time mixed',
      { start: { date: '2026-03-10' } },
      'Start and end times must either both be date or both be dateTime.',
    ],
    [
      'an end before the start',
      { end: { dateTime: '2026-03-10T08:00:00+01:00' } },
      'The specified time range is empty.',
    ],
    [
      'a day that ends on itself',
      { start: { date: '2026-03-10' }, end: { date: '2026-03-10' } },
      'The specified time range is empty.',
    ],
    ['a series without zone', { recurrence: ['RRULE:FREQ=DAILY'] }, 'Missing time zone definition for start time.'],
    ['a long description', { description: 'x'.repeat(8193) }, 'A provided value exceeds the allowed size limit.'],
    ['a strange guest', { attendees: [{ email: 'nobody' }] }, 'Invalid attendee email.'],
    ['an unknown status', { status: 'maybe' }, 'Invalid value for: status'],
  ]
  test.each(bad)('refuses %s', async (_name, body, expected) => {
    const reply = await insert(body)
    expect([reply.status, message(reply)]).toEqual([400, expected])
  })

  test('refuses what is not JSON, and rules it cannot read', async () => {
    const headers = { authorization: `Bearer ${google.tokenFor(ann)}` }
    const url = `https://www.googleapis.com/calendar/v3${path}`
    const reply = await google.fetch(url, { method: 'POST', headers, body: '{"summary":' })
    expect([reply.status, (await reply.json()).error.errors[0].reason]).toEqual([400, 'parseError'])
    const zoned = {
      start: { ...times.start, timeZone: 'Europe/Berlin' },
      end: { ...times.end, timeZone: 'Europe/Berlin' },
    }
    for (const rule of ['FREQ=DAILY', 'RRULE:FREQ=SOMETIMES', 'DTSTART:20260310T090000Z', 'EXDATE:tomorrow'])
      expect((await insert({ ...zoned, recurrence: [rule] })).status).toBe(400)
  })
})

describe('patch', () => {
  test('merges, deletes with null and replaces arrays whole', async () => {
    const { body } = await insert({
      summary: 'Visit',
      location: 'Main St 1',
      extendedProperties: { private: { crm: '1', other: '2' } },
      attendees: [{ email: ben }, { email: 'eve@example.com' }],
    })
    const patch = {
      location: null,
      extendedProperties: { private: { crm: '3', other: null } },
      attendees: [{ email: 'eve@example.com' }],
    }
    const patched = await call('PATCH', `${path}/${String(body.id)}`, { body: patch })
    expect(patched.body).toMatchObject({
      summary: 'Visit',
      extendedProperties: { private: { crm: '3' } },
      attendees: [{ email: 'eve@example.com', responseStatus: 'needsAction' }],
    })
    expect(patched.body).not.toHaveProperty('location')
    expect(patched.body.extendedProperties).toEqual({ private: { crm: '3' } })
  })

  test('turns a timed event into a day when the other form is set to null', async () => {
    const { body } = await insert()
    const address = `${path}/${String(body.id)}`
    const start = { date: '2026-03-10' }
    const end = { date: '2026-03-11' }
    expect((await call('PATCH', address, { body: { start, end } })).status).toBe(400)
    const none = { dateTime: null, timeZone: null }
    const { body: day } = await call('PATCH', address, {
      body: { start: { ...start, ...none }, end: { ...end, ...none } },
    })
    expect([day.start, day.end, day.sequence]).toEqual([start, end, 1])
  })

  test('changes the etag each time, `updated` in ms, and leaves `updated` when only reminders change', async () => {
    const { body: made } = await insert()
    const address = `${path}/${String(made.id)}`
    now += 1005
    const { body: named } = await call('PATCH', address, { body: { summary: 'a' } })
    const { body: again } = await call('PATCH', address, { body: { summary: 'b' } })
    expect(named.updated).toBe('2026-03-01T10:00:01.255Z')
    expect(new Set([made.etag, named.etag, again.etag]).size).toBe(3)
    now += 5000
    const reminders = { useDefault: false, overrides: [{ method: 'popup', minutes: 5 }] }
    const { body: reminded } = await call('PATCH', address, { body: { reminders } })
    expect(reminded.updated).toBe(again.updated)
    expect(reminded.etag).not.toBe(again.etag)
  })

  test('refuses a lower sequence, another type and a stale etag; * forces', async () => {
    const { body } = await insert({ sequence: 5 })
    const address = `${path}/${String(body.id)}`
    expect(await call('PATCH', address, { body: { sequence: 4 } })).toMatchObject(
      documentedReply('400_invalidSequence'),
    )
    expect((await call('PATCH', address, { body: { eventType: 'focusTime' } })).status).toBe(400)
    const stale = { headers: { 'if-match': '"1"' } }
    expect(await call('PATCH', address, { body: { summary: 'x' }, ...stale })).toMatchObject(
      documentedReply('412_conditionNotMet'),
    )
    expect(await call('DELETE', address, stale)).toMatchObject(documentedReply('412_conditionNotMet'))
    expect((await call('PATCH', address, { body: { summary: 'x' }, headers: { 'if-match': '*' } })).status).toBe(200)
  })

  test('drops keys over 44 characters and cuts values at 1024', async () => {
    const { body } = await insert({
      extendedProperties: { private: { ['k'.repeat(45)]: 'x', short: 'v'.repeat(2000) } },
    })
    expect(body.extendedProperties).toEqual({ private: { short: 'v'.repeat(1024) } })
  })
})

const invite = (more: Body = {}) => insert({ summary: 'Visit', attendees: [{ email: ben }], ...more })

describe('guests', () => {
  test('who live here get the event, see changes and lose it with the organiser', async () => {
    const { body } = await invite()
    const id = String(body.id)
    expect(google.events(ben)).toMatchObject([
      { id, summary: 'Visit', organizer: { email: ann }, attendees: [{ email: ben, self: true }] },
    ])
    google.edit(ann, id, { summary: 'New' })
    expect(google.event(ben, id)?.summary).toBe('New')
    google.remove(ann, id)
    expect(google.event(ben, id)?.status).toBe('cancelled')
  })

  test('may answer and colour, not rename or move', async () => {
    const { body } = await invite()
    const address = `${path}/${String(body.id)}`
    const asBen = signedIn(google, ben)
    for (const patch of [{ summary: 'Mine' }, { location: 'Here' }, { guestsCanModify: true }, times2])
      expect(await asBen('PATCH', address, { body: patch })).toMatchObject(
        documentedReply('403_forbiddenForNonOrganizer'),
      )
    const answer = { colorId: '3', attendees: [{ email: ben, responseStatus: 'accepted' }] }
    expect((await asBen('PATCH', address, { body: answer })).status).toBe(200)
    const main = google.event(ann, String(body.id))
    expect(main?.attendees).toMatchObject([{ email: ben, responseStatus: 'accepted' }])
    expect(main?.colorId).toBeUndefined()
  })

  test('may change it for everybody where the organiser allows it', async () => {
    const { body } = await invite({ guestsCanModify: true })
    const reply = await signedIn(google, ben)('PATCH', `${path}/${String(body.id)}`, { body: { location: 'Here' } })
    expect(reply.body.location).toBe('Here')
    expect(google.event(ann, String(body.id))?.location).toBe('Here')
  })

  test('who delete their copy decline', async () => {
    const { body } = await invite()
    expect((await signedIn(google, ben)('DELETE', `${path}/${String(body.id)}`)).status).toBe(204)
    expect(google.event(ann, String(body.id))).toMatchObject({
      status: 'confirmed',
      attendees: [{ email: ben, responseStatus: 'declined' }],
    })
  })

  test('lose one instance of a series when the organiser cancels it', async () => {
    const zone = 'Europe/Berlin'
    const { body } = await invite({
      start: { ...times.start, timeZone: zone },
      end: { ...times.end, timeZone: zone },
      recurrence: ['RRULE:FREQ=DAILY;COUNT=3'],
    })
    google.remove(ann, `${String(body.id)}_20260311T080000Z`)
    const range = { from: now, until: now + 30 * 86_400_000 }
    expect(google.events(ben, 'primary', range)).toHaveLength(2)
  })

  test('get mail only when asked for', async () => {
    const { body } = await invite()
    const address = `${path}/${String(body.id)}`
    await call('PATCH', address, { body: { summary: 'a' }, query: { sendUpdates: 'none' } })
    expect(google.mails).toEqual([])
    await call('PATCH', address, { body: { summary: 'b' }, query: { sendUpdates: 'externalOnly' } })
    expect(google.mails).toEqual([])
    await call('PATCH', address, { body: { summary: 'c' }, query: { sendUpdates: 'all' } })
    await call('DELETE', address, { query: { sendUpdates: 'all' } })
    expect(google.mails).toMatchObject([
      { to: ben, kind: 'update', eventId: body.id },
      { to: ben, kind: 'cancellation' },
    ])
  })
})

const times2 = { start: { dateTime: '2026-03-11T09:00:00+01:00' }, end: { dateTime: '2026-03-11T10:00:00+01:00' } }

describe('move', () => {
  test('takes the event to another calendar under its id and leaves a stub', async () => {
    const family = google.addCalendar(ann, { summary: 'Family' })
    const { body } = await insert({ summary: 'Visit' })
    const id = String(body.id)
    const moved = await call('POST', `${path}/${id}/move`, { query: { destination: family } })
    expect(moved.body).toMatchObject({ id, iCalUID: body.iCalUID, organizer: { email: family, self: true } })
    expect(google.event(ann, id)).toMatchObject({ id, status: 'cancelled' })
    expect(google.event(ann, id, family)).toMatchObject({ summary: 'Visit', status: 'confirmed' })
    expect((await call('POST', `${path}/${id}/move`)).status).toBe(400)
  })
})

describe('event types', () => {
  test('fromGmail cannot be made, focus time is timed and on the primary calendar', async () => {
    expect((await insert({ eventType: 'fromGmail' })).status).toBe(400)
    const days = { start: { date: '2026-03-10' }, end: { date: '2026-03-11' } }
    expect((await insert({ eventType: 'focusTime', ...days })).status).toBe(400)
    const family = google.addCalendar(ann, { summary: 'Family' })
    const reply = await call('POST', `/calendars/${family}/events`, { body: { eventType: 'focusTime', ...times } })
    expect(reply.status).toBe(400)
    expect((await insert({ eventType: 'focusTime' })).body.eventType).toBe('focusTime')
  })
})

test('a dumped stand-in goes on where it stood', async () => {
  const { body } = await insert({ summary: 'kept' })
  const token = google.tokenFor(ann)
  const list = await call('GET', path)
  const state = JSON.parse(JSON.stringify(google.dump()))
  const again = createGoogle({ now: () => new Date(now), state })
  const asAnn = signedIn(again, ann, token)
  expect((await asAnn('GET', `${path}/${String(body.id)}`)).body).toEqual(body)
  const { body: changes } = await asAnn('GET', path, { query: { syncToken: String(list.body.nextSyncToken) } })
  expect(changes.items).toEqual([])
  again.edit(ann, String(body.id), { summary: 'changed' })
  expect(google.event(ann, String(body.id))?.summary).toBe('kept')
})
