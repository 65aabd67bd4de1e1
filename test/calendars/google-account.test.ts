import { describe, expect, test } from 'vitest'
import { openGoogle } from '../../lib/calendars/google/calendars.ts'
import type { EventId } from '../../lib/model/ids.ts'
import { ann, apiOrigin, createAnn, open as openStandIn, tokensOf } from './google-seat.ts'
import { countingTokens, json, scriptedFetch } from './scripted-fetch.ts'

const list = (google: ReturnType<typeof createAnn>) =>
  openGoogle({ fetch: google.fetch, apiOrigin, tokens: tokensOf(google) }).listCalendars()
const page = (items: unknown[], next?: string) =>
  json({ kind: 'calendar#calendarList', items, ...(next ? { nextPageToken: next } : {}) })

describe('the account', () => {
  test('lists its calendars, whose they are and what may be done with them', async () => {
    const google = createAnn()
    google.addCalendar(ann, { id: 'work@group.calendar.google.com', summary: 'Work', timezone: 'America/New_York' })
    const holidays = { id: 'holidays@group.v.calendar.google.com', summary: 'Holidays', accessRole: 'reader' as const }
    google.addCalendar(ann, holidays)
    google.addCalendar('ben@example.com', { id: 'ben-team@group.calendar.google.com', summary: 'Team' })
    google.share('ben-team@group.calendar.google.com', ann, 'writer')
    google.addCalendar('ben@example.com', { id: 'ben-own@group.calendar.google.com', summary: 'Lent' })
    google.share('ben-own@group.calendar.google.com', ann, 'owner')
    const calendars = await list(google)
    expect(calendars[0]).toEqual({
      externalId: ann,
      name: ann,
      timezone: 'Europe/Berlin',
      isPrimary: true,
      isWritable: true,
      isOwn: true,
    })
    expect(calendars.map(({ name, isPrimary, isWritable, isOwn }) => [name, isPrimary, isWritable, isOwn])).toEqual([
      [ann, true, true, true],
      ['Work', false, true, true],
      ['Holidays', false, false, false],
      ['Team', false, true, false],
      ['Lent', false, true, false],
    ])
    expect(calendars[1]?.timezone).toBe('America/New_York')
  })

  test('G16: a free/busy calendar is not writable and its events say only "Busy"', async () => {
    const google = createAnn()
    google.share('ben@example.com', ann, 'freeBusyReader')
    google.insert('ben@example.com', { summary: 'secret', start: { date: '2026-03-10' }, end: { date: '2026-03-11' } })
    const calendar = (await list(google)).find(({ externalId }) => externalId === 'ben@example.com')
    expect(calendar?.isWritable).toBe(false)
    const port = openStandIn(google, { externalId: 'ben@example.com', isWritable: false })
    const [event] = google.events('ben@example.com')
    expect(await port.get(event?.id as EventId)).toMatchObject({
      content: { title: 'Busy' },
      readOnly: 'calendar',
      isMasked: true,
    })
  })

  test('follows the pages of the list', async () => {
    const { fetch, sent } = scriptedFetch(page([{ id: 'a' }], 'P2'), page([{ id: 'b', deleted: true }, { id: 'c' }]))
    const calendars = await openGoogle({ fetch, apiOrigin, tokens: countingTokens() }).listCalendars()
    expect(calendars.map(({ externalId }) => externalId)).toEqual(['a', 'c'])
    expect(sent[1]?.url.searchParams.get('pageToken')).toBe('P2')
  })

  test('a list that is none is no account without calendars', async () => {
    const { fetch } = scriptedFetch(json({}))
    const account = openGoogle({ fetch, apiOrigin, tokens: countingTokens() })
    await expect(account.listCalendars()).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('E14: without the calendar scope says so', async () => {
    const google = createAnn()
    const token = google.tokenFor(ann, { scopes: ['openid'] })
    const account = openGoogle({ fetch: google.fetch, apiOrigin, tokens: { accessToken: async () => token } })
    await expect(account.listCalendars()).rejects.toMatchObject({ code: 'auth-expired' })
  })
})
