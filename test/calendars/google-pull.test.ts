import { describe, expect, test } from 'vitest'
import { openGoogle } from '../../lib/calendars/google/calendars.ts'
import type { Fetch } from '../../lib/http.ts'
import type { Zone } from '../../lib/model/time.ts'
import payloads from './payloads/google-errors.json' with { type: 'json' }
import { countingTokens, html, json, scriptedFetch } from './scripted-fetch.ts'
import { pullAll, window } from './seat.ts'

const open = (fetch: Fetch, isWritable = true) =>
  openGoogle({ fetch, apiOrigin: 'https://www.googleapis.com', tokens: countingTokens() }).openCalendar({
    externalId: 'ann@example.com',
    timezone: 'Europe/Berlin' as Zone,
    isWritable,
  })

const lastPage = (token = 'S1', items: unknown[] = []) => json({ nextSyncToken: token, items })
const refusal = (name: keyof Omit<typeof payloads, 'source'>) => json(payloads[name].body, payloads[name].status)

async function cursorOf(token = 'S1'): Promise<string> {
  const { cursor } = await pullAll(open(scriptedFetch(lastPage(token)).fetch))
  return cursor ?? ''
}

describe('the list request', () => {
  test('G15: asks for instances of the four kinds, in the window, with as much as a page holds', async () => {
    const { fetch, sent } = scriptedFetch(lastPage())
    await pullAll(open(fetch))
    const { pathname, searchParams } = sent[0]?.url ?? new URL('about:blank')
    expect(pathname).toBe('/calendar/v3/calendars/ann%40example.com/events')
    expect(searchParams.getAll('eventTypes')).toEqual(['default', 'focusTime', 'outOfOffice', 'fromGmail'])
    expect(Object.fromEntries(searchParams)).toMatchObject({
      singleEvents: 'true',
      maxResults: '2500',
      timeMin: window.from,
      timeMax: window.until,
    })
    expect(searchParams.get('fields')).toMatch(/^nextPageToken,nextSyncToken,items\(id,etag,status,/)
    expect(['orderBy', 'showDeleted', 'syncToken', 'pageToken'].filter((name) => searchParams.has(name))).toEqual([])
  })

  test('with a sync token is the same but for the window', async () => {
    const { fetch, sent } = scriptedFetch(lastPage('S1'), lastPage('S2'))
    const port = open(fetch)
    const { cursor } = await pullAll(port)
    await pullAll(port, cursor)
    const [first, second] = sent.map(({ url }) => url.searchParams)
    expect(second?.get('syncToken')).toBe('S1')
    for (const name of ['timeMin', 'timeMax']) first?.delete(name)
    second?.delete('syncToken')
    expect(second?.toString()).toBe(first?.toString())
  })

  test('for the next page is the same and names the page', async () => {
    const { fetch, sent } = scriptedFetch(json({ nextPageToken: 'P2', items: [] }), lastPage())
    await pullAll(open(fetch))
    const [first, second] = sent.map(({ url }) => url.searchParams)
    expect(second?.get('pageToken')).toBe('P2')
    second?.delete('pageToken')
    expect(second?.toString()).toBe(first?.toString())
  })
})

describe('the cursor', () => {
  test.each([
    ['E01: 410', refusal('410_fullSyncRequired')],
    ['410 of another kind', refusal('410_updatedMinTooLongAgo')],
    ['400 about the token', refusal('400_invalidSyncToken')],
    [
      '400 about anything',
      json({ error: { code: 400, message: 'Bad Request', errors: [{ reason: 'badRequest' }] } }, 400),
    ],
  ])('is spent after %s', async (_, answer) => {
    const { fetch, sent } = scriptedFetch(answer)
    await expect(pullAll(open(fetch), await cursorOf())).rejects.toMatchObject({ code: 'cursor-expired' })
    expect(sent).toHaveLength(1)
  })

  test('E02: is not to blame for a full pull that is refused too', async () => {
    const { fetch, sent } = scriptedFetch(refusal('400_timeRangeEmpty'))
    await expect(pullAll(open(fetch))).rejects.toMatchObject({ code: 'rejected' })
    expect(sent).toHaveLength(1)
  })

  test.each([
    ['a lost permission', json(payloads['404_notFound'].body, 404), 'not-found'],
    ['a network without Google', html(200), 'unavailable'],
    ['a page of a proxy', html(410), 'unavailable'],
    ['an overloaded Google', html(503), 'unavailable'],
  ])('survives %s', async (_, answer, code) => {
    const { fetch } = scriptedFetch(answer)
    await expect(pullAll(open(fetch), await cursorOf())).rejects.toMatchObject({ code })
  })

  test('asks for everything anew once the calendar may be written', async () => {
    const cursor = await cursorOf()
    const { fetch, sent } = scriptedFetch(lastPage())
    await expect(pullAll(open(fetch, false), cursor)).rejects.toMatchObject({ code: 'cursor-expired' })
    expect(sent).toHaveLength(0)
  })
})

describe('a page', () => {
  test.each([
    ['that neither goes on nor ends', json({ items: [] })],
    ['of nothing', json(null)],
    ['that leads to itself', json({ nextPageToken: 'P', items: [] })],
  ])('%s is no empty calendar', async (_, answer) => {
    const { fetch, sent } = scriptedFetch(answer)
    await expect(pullAll(open(fetch))).rejects.toMatchObject({ code: 'unavailable' })
    expect(sent.length).toBeLessThan(4)
  })

  test('that is not the last gives no cursor, whatever it says', async () => {
    const { fetch } = scriptedFetch(json({ nextPageToken: 'P2', nextSyncToken: 'early' }), lastPage('late'))
    const { cursors } = await pullAll(open(fetch))
    expect(cursors).toEqual([null, expect.stringContaining('late')])
  })

  test('without events may be followed by one with events', async () => {
    const { fetch } = scriptedFetch(json({ nextPageToken: 'P2' }), lastPage('S', [{ id: 'x', status: 'cancelled' }]))
    expect((await pullAll(open(fetch))).events).toHaveLength(1)
  })

  test('with an event that makes no sense brings the others', async () => {
    const good = { id: 'good', start: { date: '2026-03-10' }, end: { date: '2026-03-11' } }
    const { fetch } = scriptedFetch(lastPage('S', [null, {}, { id: 'bad', start: { dateTime: 'x' } }, good]))
    expect((await pullAll(open(fetch))).events.map(({ id, kind }) => [id, kind])).toEqual([
      ['bad', 'ignored'],
      ['good', 'live'],
    ])
  })
})
