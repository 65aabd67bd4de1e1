import { describe, expect, test } from 'vitest'
import type { EventId } from '../../lib/model/ids.ts'
import { ann, createAnn, open as openStandIn } from './google-seat.ts'
import { create, echo, mappingId, open, remove, update } from './google-writes.ts'
import { html, json, offline, scriptedFetch } from './scripted-fetch.ts'

describe('one write', () => {
  test('W01: a create sends the synced fields, its id and its marker, and mails nobody', async () => {
    const { fetch, sent } = scriptedFetch(json(echo))
    await open(fetch).write([create])
    expect(sent).toHaveLength(1)
    expect(sent[0]?.method).toBe('POST')
    expect(sent[0]?.url.pathname).toBe('/calendar/v3/calendars/team%40group.calendar.google.com/events')
    expect(sent[0]?.url.searchParams.get('sendUpdates')).toBe('none')
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      id: 'ccs3f0c2b1a0000400080000123456789abg2',
      summary: 'Site visit',
      description: 'Bring the plan',
      location: 'Main St 1',
      start: { dateTime: '2026-03-10T09:00:00Z', timeZone: 'Europe/Berlin' },
      end: { dateTime: '2026-03-10T10:00:00Z', timeZone: 'Europe/Berlin' },
      extendedProperties: { private: { crmSyncMapping: mappingId, crmSyncGeneration: '2' } },
    })
  })

  test('W10: an update sends only what changed, under the version it knows', async () => {
    const { fetch, sent } = scriptedFetch(json(echo))
    const [outcome] = await open(fetch).write([update])
    expect(outcome).toMatchObject({ kind: 'written', event: { etag: '"8"', content: { title: 'changed' } } })
    expect(sent[0]).toMatchObject({ method: 'PATCH', body: '{"summary":"changed"}' })
    expect(sent[0]?.headers.get('if-match')).toBe('"2299601498276000"')
    expect(sent[0]?.url.searchParams.get('sendUpdates')).toBe('none')
  })

  test('a delete goes under the version it knows, and mails nobody', async () => {
    const { fetch, sent } = scriptedFetch(() => new Response(null, { status: 204 }))
    expect(await open(fetch).write([remove])).toEqual([{ kind: 'deleted' }])
    expect(sent[0]).toMatchObject({ method: 'DELETE', body: '' })
    expect(sent[0]?.headers.get('if-match')).toBe('"7"')
    expect(sent[0]?.url.search).toBe('?sendUpdates=none')
  })

  test('G16: nothing is sent to a calendar that is only read', async () => {
    const { fetch, sent } = scriptedFetch(json(echo))
    const outcomes = await open(fetch, false).write([create, update, remove])
    expect(outcomes.map((outcome) => outcome.kind === 'failed' && outcome.error.code)).toEqual(
      Array(3).fill('forbidden'),
    )
    expect(sent).toHaveLength(0)
  })

  test.each([
    ['html', html(200)],
    ['half a reply', () => new Response('{"id":"abc","sta')],
    ['no network', offline],
  ])('answered with %s is unknown', async (_, answer) => {
    const { fetch } = scriptedFetch(answer)
    expect(await open(fetch).write([create])).toMatchObject([{ kind: 'failed', error: { code: 'unavailable' } }])
  })

  test('answered with a cancelled event has met nothing', async () => {
    const { fetch } = scriptedFetch(json({ id: 'abc', status: 'cancelled' }))
    expect(await open(fetch).write([update])).toMatchObject([{ error: { code: 'not-found' } }])
  })
})

describe('an event with rich text', () => {
  test('keeps it when only its title is changed from here', async () => {
    const google = createAnn()
    const rich = '<b>Bring</b> the <a href="https://example.com/">plan</a>'
    const { id } = google.insert(ann, {
      summary: 'x',
      description: rich,
      start: { date: '2026-03-10' },
      end: { date: '2026-03-11' },
    })
    const port = openStandIn(google)
    const event = await port.get(id as EventId)
    expect(event).toMatchObject({ content: { description: 'Bring the plan (https://example.com/)' } })
    await port.write([{ kind: 'update', eventId: id as EventId, etag: event?.etag ?? '', patch: { title: 'y' } }])
    expect(google.event(ann, id)).toMatchObject({ summary: 'y', description: rich })
  })
})
