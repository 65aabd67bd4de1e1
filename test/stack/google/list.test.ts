import { beforeEach, describe, expect, test } from 'vitest'
import { type Call, documentedReply, listAll, signedIn } from './api-client.ts'
import type { Body } from './event-input.ts'
import { createGoogle, type Google } from './google.ts'

const ann = 'ann@example.com'
const ben = 'ben@example.com'
const path = '/calendars/primary/events'
const window = { timeMin: '2026-03-01T00:00:00Z', timeMax: '2026-04-01T00:00:00Z' }

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

const timed = (from: string, until: string): Body => ({ start: { dateTime: from }, end: { dateTime: until } })
const add = (more: Body = {}) =>
  google.insert(ann, { summary: 'event', ...timed('2026-03-10T09:00:00Z', '2026-03-10T10:00:00Z'), ...more })
const reason = ({ body }: { body: Body }) => (body.error as { errors: { reason: string }[] }).errors[0]?.reason
const titles = (items: readonly Body[]) => items.map(({ summary }) => summary)

describe('the window', () => {
  test('excludes an event that ends at timeMin or starts at timeMax', async () => {
    add({ summary: 'ends at', ...timed('2026-02-28T23:00:00Z', '2026-03-01T00:00:00Z') })
    add({ summary: 'runs in', ...timed('2026-02-28T23:00:00Z', '2026-03-01T00:00:01Z') })
    add({ summary: 'starts at', ...timed('2026-04-01T00:00:00Z', '2026-04-01T01:00:00Z') })
    expect(titles((await listAll(call, ann, window)).items)).toEqual(['runs in'])
  })

  test('counts whole days in the zone of the calendar', async () => {
    add({ summary: 'day', start: { date: '2026-02-28' }, end: { date: '2026-03-01' } })
    // The day ends at midnight in Berlin, an hour before timeMin.
    expect((await listAll(call, ann, window)).items).toEqual([])
    const earlier = { ...window, timeMin: '2026-02-28T22:30:00Z' }
    expect(titles((await listAll(call, ann, earlier)).items)).toEqual(['day'])
  })

  test('is refused when empty, without offset or garbled', async () => {
    const empty = await call('GET', path, { query: { ...window, timeMax: window.timeMin } })
    expect(empty).toMatchObject(documentedReply('400_timeRangeEmpty'))
    for (const timeMin of ['2026-03-01T00:00:00', '2026-03-01', 'soon'])
      expect((await call('GET', path, { query: { timeMin } })).status).toBe(400)
  })
})

describe('sync tokens', () => {
  const forbidden: Record<string, string> = {
    iCalUID: 'x@google.com',
    orderBy: 'updated',
    privateExtendedProperty: 'a=b',
    q: 'x',
    sharedExtendedProperty: 'a=b',
    updatedMin: '2026-02-20T00:00:00Z',
    showDeleted: 'false',
    ...window,
  }
  test.each(Object.entries(forbidden))('do not go with %s', async (name, value) => {
    const { syncToken } = await listAll(call, ann, window)
    expect((await call('GET', path, { query: { syncToken: syncToken ?? '', [name]: value } })).status).toBe(400)
  })

  test('belong to the query and the calendar they came from', async () => {
    const other = google.addCalendar(ann, { summary: 'Family' })
    const { syncToken } = await listAll(call, ann, { ...window, singleEvents: 'true' })
    const query = { syncToken: syncToken ?? '', singleEvents: 'true' }
    expect((await call('GET', path, { query })).status).toBe(200)
    expect(await call('GET', path, { query: { ...query, singleEvents: 'false' } })).toMatchObject(
      documentedReply('400_invalidSyncToken'),
    )
    expect(await call('GET', `/calendars/${encodeURIComponent(other)}/events`, { query })).toMatchObject(
      documentedReply('410_fullSyncRequired'),
    )
  })

  test('die when access to the calendar changes', async () => {
    add()
    const { syncToken } = await listAll(call, ann)
    google.share(ann, ben, 'reader')
    expect((await call('GET', path, { query: { syncToken: syncToken ?? '' } })).status).toBe(410)
  })

  test('are given on the last page only, never in sorted lists, and miss nothing written while paging', async () => {
    for (const summary of ['a', 'b', 'c']) add({ summary })
    const first = await call('GET', path, { query: { maxResults: '2' } })
    expect(first.body).not.toHaveProperty('nextSyncToken')
    add({ summary: 'd' })
    const last = await call('GET', path, { query: { maxResults: '2', pageToken: String(first.body.nextPageToken) } })
    expect(titles(last.body.items as Body[])).toEqual(['c'])
    const { items } = await listAll(call, ann, { syncToken: String(last.body.nextSyncToken) })
    expect(titles(items)).toEqual(['d'])
    const sorted = await listAll(call, ann, { singleEvents: 'true', orderBy: 'startTime', ...window })
    expect(sorted.syncToken).toBeNull()
  })
})

describe('a list', () => {
  test('may have empty pages and small ones', async () => {
    for (const summary of ['a', 'b', 'c']) add({ summary })
    google.misbehave.pageLimit(2)
    google.misbehave.emptyPages(2)
    const { items, pages, syncToken } = await listAll(call, ann)
    expect(titles(items)).toEqual(['a', 'b', 'c'])
    expect(pages).toBe(4)
    expect(syncToken).not.toBeNull()
  })

  test('shows late what was written when the feed lags, and an old version meanwhile', async () => {
    const { id } = add({ summary: 'first' })
    now += 60_000
    const { syncToken } = await listAll(call, ann)
    google.misbehave.lag(30)
    google.edit(ann, id, { summary: 'second' })
    now += 20_000
    google.edit(ann, id, { summary: 'third' })
    const query = { syncToken: syncToken ?? '' }
    expect(titles((await listAll(call, ann, query)).items)).toEqual([])
    now += 11_000
    const late = await listAll(call, ann, query)
    expect(titles(late.items)).toEqual(['second'])
    expect((await call('GET', `${path}/${id}`)).body.summary).toBe('third')
    now += 20_000
    expect(titles((await listAll(call, ann, { syncToken: late.syncToken ?? '' })).items)).toEqual(['third'])
  })

  test('filters by event type, text, iCalUID and private property', async () => {
    const { iCalUID } = add({ summary: 'Site visit', extendedProperties: { private: { crm: '1' } } })
    add({ summary: 'Focus', eventType: 'focusTime' })
    const found = async (query: Record<string, string | string[]>) => titles((await listAll(call, ann, query)).items)
    expect(await found({ eventTypes: ['default', 'outOfOffice'] })).toEqual(['Site visit'])
    expect(await found({ eventTypes: 'focusTime' })).toEqual(['Focus'])
    expect(await found({ q: 'VISIT' })).toEqual(['Site visit'])
    expect(await found({ iCalUID: iCalUID ?? '' })).toEqual(['Site visit'])
    expect(await found({ privateExtendedProperty: 'crm=1' })).toEqual(['Site visit'])
    expect(await found({ privateExtendedProperty: 'crm=2' })).toEqual([])
    expect((await call('GET', path, { query: { eventTypes: 'party' } })).status).toBe(400)
  })

  test('hides deleted events unless asked, and knows updatedMin', async () => {
    const { id } = add()
    now += 5000
    google.remove(ann, id)
    expect((await listAll(call, ann)).items).toEqual([])
    expect((await listAll(call, ann, { showDeleted: 'true' })).items).toMatchObject([{ id, status: 'cancelled' }])
    const since = { updatedMin: new Date(now - 2000).toISOString() }
    expect((await listAll(call, ann, since)).items).toMatchObject([{ id, status: 'cancelled' }])
    const old = await call('GET', path, { query: { updatedMin: '2025-01-01T00:00:00Z' } })
    expect(old).toMatchObject(documentedReply('410_updatedMinTooLongAgo'))
  })

  test('answers times in the zone asked for, else in that of the calendar', async () => {
    const { id } = add()
    expect((await call('GET', `${path}/${id}`)).body.start).toMatchObject({ dateTime: '2026-03-10T10:00:00+01:00' })
    const { body } = await call('GET', path, { query: { timeZone: 'America/Los_Angeles' } })
    expect(body).toMatchObject({
      timeZone: 'America/Los_Angeles',
      items: [{ start: { dateTime: '2026-03-10T02:00:00-07:00', timeZone: 'Europe/Berlin' } }],
    })
    expect((await call('GET', path, { query: { timeZone: 'Mars/Base' } })).status).toBe(400)
  })

  test('keeps to the fields asked for and refuses unknown ones', async () => {
    add()
    const { body } = await call('GET', path, { query: { fields: 'nextSyncToken,items(id,start/dateTime,status)' } })
    expect(Object.keys(body).sort()).toEqual(['items', 'nextSyncToken'])
    expect((body.items as Body[])[0]).toEqual({
      id: expect.any(String),
      status: 'confirmed',
      start: { dateTime: '2026-03-10T10:00:00+01:00' },
    })
    for (const fields of ['items(id', 'bogus', 'items(bogus)', 'items//id', ')'])
      expect(reason(await call('GET', path, { query: { fields } }))).toBe('invalidParameter')
  })

  test('refuses an order it cannot give and bad numbers', async () => {
    const reply = await call('GET', path, { query: { orderBy: 'startTime' } })
    expect(reply.body.error).toMatchObject({
      errors: [{ domain: 'global', reason: 'invalid', location: 'orderBy' }],
      message: 'The requested ordering is not available for the particular query.',
    })
    for (const [name, value] of [
      ['maxResults', '0'],
      ['singleEvents', 'maybe'],
      ['pageToken', 'x'],
    ] as const)
      expect((await call('GET', path, { query: { [name]: value } })).status).toBe(400)
  })

  test('answers 304 to the etag it gave', async () => {
    const { id } = add()
    for (const address of [path, `${path}/${id}`]) {
      const etag = (await call('GET', address)).headers.get('etag') ?? ''
      expect(await call('GET', address, { headers: { 'if-none-match': etag } })).toMatchObject({
        status: 304,
        text: '',
      })
    }
  })
})

describe('a reader', () => {
  beforeEach(() => {
    google.share(ann, ben, 'reader')
    add({ summary: 'open' })
    add({ summary: 'secret', location: 'Clinic', visibility: 'private' })
  })

  test('sees of private events when, not what', async () => {
    const { body } = await signedIn(google, ben)('GET', `/calendars/${ann}/events`)
    expect(body.accessRole).toBe('reader')
    const [open, secret] = body.items as Body[]
    expect(open?.summary).toBe('open')
    expect(secret).toMatchObject({ visibility: 'private', start: { dateTime: '2026-03-10T10:00:00+01:00' } })
    for (const field of ['summary', 'location', 'description', 'attendees', 'organizer', 'creator'])
      expect(secret).not.toHaveProperty(field)
  })

  test('may not write', async () => {
    const asBen = signedIn(google, ben)
    const body = timed('2026-03-10T09:00:00Z', '2026-03-10T10:00:00Z')
    const reply = await asBen('POST', `/calendars/${ann}/events`, { body })
    expect(reply.status).toBe(403)
    expect(reason(reply)).toBe('requiredAccessLevel')
  })

  test('with free/busy access sees times only, series expanded', async () => {
    google.share(ann, ben, 'freeBusyReader')
    add({ recurrence: ['RRULE:FREQ=DAILY;COUNT=3'], ...timedIn('Europe/Berlin') })
    const { items } = await listAll(signedIn(google, ben), ann, window)
    expect(items).toHaveLength(5)
    expect(items.some((item) => 'summary' in item || 'recurrence' in item)).toBe(false)
  })

  test('finds the calendar in their list, and 404 when access is taken', async () => {
    const asBen = signedIn(google, ben)
    const list = await asBen('GET', '/users/me/calendarList', { query: { minAccessRole: 'writer' } })
    expect((list.body.items as Body[]).map(({ id }) => id)).toEqual([ben])
    google.share(ann, ben, null)
    expect(await asBen('GET', `/calendars/${ann}/events`)).toMatchObject(documentedReply('404_notFound'))
  })
})

const timedIn = (timeZone: string): Body => ({
  start: { dateTime: '2026-03-12T09:00:00', timeZone },
  end: { dateTime: '2026-03-12T10:00:00', timeZone },
})
