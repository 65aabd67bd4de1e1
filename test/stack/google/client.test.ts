import { readFile } from 'node:fs/promises'
import { auth, calendar, type calendar_v3 } from '@googleapis/calendar'
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import { documentedReply } from './api-client.ts'
import { type GoogleServer, startGoogle } from './server.ts'
import type { EventResource } from './types.ts'

const ann = 'ann@example.com'
const calendarId = 'primary'
const at = (hour: number) => ({ dateTime: `2026-03-10T${String(hour).padStart(2, '0')}:00:00+01:00` })

let server: GoogleServer
let client: calendar_v3.Calendar

beforeAll(async () => {
  server = await startGoogle()
  server.google.addPerson({ email: ann, name: 'Ann' })
  const credentials = new auth.OAuth2()
  credentials.setCredentials({ access_token: server.google.tokenFor(ann) })
  client = calendar({ version: 'v3', auth: credentials, rootUrl: `${server.url}/`, retry: false })
})
afterAll(() => server.close())

/** Status and body of a refused call. */
async function refused(call: Promise<unknown>): Promise<{ status: number; body: unknown }> {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Error) || !('response' in error)) throw new Error('the call was not refused')
  const response = error.response as { status: number; data: unknown }
  return { status: response.status, body: response.data }
}

describe("Google's own client", () => {
  test('runs the whole life of an event', async () => {
    const id = 'crm0a1b2c3d4e5f60718293a4b5c6d7e8f'
    const requestBody = { id, summary: 'Site visit', start: at(9), end: at(10) }
    const { data: made } = await client.events.insert({ calendarId, requestBody })
    expect(made).toMatchObject({ id, status: 'confirmed', summary: 'Site visit', iCalUID: `${id}@google.com` })
    expect(made.organizer).toEqual({ email: ann, self: true })

    const again = await refused(client.events.insert({ calendarId, requestBody }))
    expect(again).toEqual(documentedReply('409_duplicate'))

    const patched = await client.events.patch(
      { calendarId, eventId: id, requestBody: { location: 'Main St 1' } },
      { headers: { 'If-Match': made.etag ?? '' } },
    )
    expect(patched.data).toMatchObject({ summary: 'Site visit', location: 'Main St 1' })
    expect(patched.data.etag).not.toBe(made.etag)

    const stale = await refused(
      client.events.patch(
        { calendarId, eventId: id, requestBody: { summary: 'Late' } },
        { headers: { 'If-Match': made.etag ?? '' } },
      ),
    )
    expect(stale).toEqual(documentedReply('412_conditionNotMet'))

    const updated = await client.events.update({
      calendarId,
      eventId: id,
      requestBody: { summary: 'Visit', start: at(11), end: at(12) },
    })
    expect(updated.data.location).toBeUndefined()
    expect(updated.data.sequence).toBe(1)

    const deleted = await client.events.delete({ calendarId, eventId: id })
    expect(deleted.status).toBe(204)
    expect(await refused(client.events.delete({ calendarId, eventId: id }))).toEqual(documentedReply('410_deleted'))
    expect((await client.events.get({ calendarId, eventId: id })).data.status).toBe('cancelled')
    expect(await refused(client.events.insert({ calendarId, requestBody }))).toEqual(documentedReply('409_duplicate'))
    const restored = await client.events.patch({ calendarId, eventId: id, requestBody: { status: 'confirmed' } })
    expect(restored.data).toMatchObject({ id, status: 'confirmed', summary: 'Visit' })
  })

  test('pages through lists, syncs by token and is told to start over', async () => {
    for (let index = 0; index < 7; index += 1)
      await client.events.insert({ calendarId, requestBody: { summary: `page ${index}`, start: at(9), end: at(10) } })
    const first = await client.events.list({ calendarId, maxResults: 3 })
    expect(first.data.items).toHaveLength(3)
    expect(first.data.nextSyncToken).toBeUndefined()
    let page = first.data
    const seen = [...(page.items ?? [])]
    while (page.nextPageToken) {
      page = (await client.events.list({ calendarId, maxResults: 3, pageToken: page.nextPageToken })).data
      seen.push(...(page.items ?? []))
    }
    const syncToken = page.nextSyncToken ?? ''
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length)
    expect(seen.filter(({ summary }) => summary?.startsWith('page'))).toHaveLength(7)

    expect((await client.events.list({ calendarId, syncToken })).data.items).toEqual([])
    const [gone, changed] = seen.slice(-2)
    await client.events.delete({ calendarId, eventId: gone?.id ?? '' })
    await client.events.patch({ calendarId, eventId: changed?.id ?? '', requestBody: { summary: 'new' } })
    const { data } = await client.events.list({ calendarId, syncToken })
    expect(data.items?.[0]).toEqual({
      kind: 'calendar#event',
      etag: expect.stringMatching(/^"\d+"$/),
      id: gone?.id,
      status: 'cancelled',
    })
    expect(data.items?.[1]).toMatchObject({ id: changed?.id, summary: 'new' })

    server.google.expireSyncTokens()
    expect(await refused(client.events.list({ calendarId, syncToken }))).toEqual(
      documentedReply('410_fullSyncRequired'),
    )
    expect(await refused(client.events.list({ calendarId, syncToken: 'made up' }))).toEqual(
      documentedReply('400_invalidSyncToken'),
    )
  })

  test('walks through the instances of a series', async () => {
    const { data: series } = await client.events.insert({
      calendarId,
      requestBody: {
        summary: 'Weekly',
        start: { ...at(9), timeZone: 'Europe/Berlin' },
        end: { ...at(10), timeZone: 'Europe/Berlin' },
        recurrence: ['RRULE:FREQ=WEEKLY;COUNT=5'],
      },
    })
    const eventId = series.id ?? ''
    const first = await client.events.instances({ calendarId, eventId, maxResults: 3 })
    expect(first.data.items).toHaveLength(3)
    const rest = await client.events.instances({
      calendarId,
      eventId,
      maxResults: 3,
      pageToken: first.data.nextPageToken ?? '',
    })
    expect(rest.data.items).toHaveLength(2)
    // 31 March is after the clocks went forward: the wall time stays.
    expect(rest.data.items?.[0]?.start?.dateTime).toBe('2026-03-31T09:00:00+02:00')
    const instance = first.data.items?.[1]?.id ?? ''
    await client.events.delete({ calendarId, eventId: instance })
    expect((await client.events.instances({ calendarId, eventId })).data.items).toHaveLength(4)
    const all = await client.events.instances({ calendarId, eventId, showDeleted: true })
    expect(all.data.items?.find(({ id }) => id === instance)?.status).toBe('cancelled')
  })

  test('lists calendars', async () => {
    const { data } = await client.calendarList.list()
    expect(data.items).toEqual([
      expect.objectContaining({ id: ann, primary: true, accessRole: 'owner', timeZone: 'Europe/Berlin' }),
    ])
  })
})

test("the stand-in's events are events of the published types", async () => {
  expectTypeOf<EventResource>().toExtend<calendar_v3.Schema$Event>()
  const types = await readFile(new URL(import.meta.resolve('@googleapis/calendar/build/v3.d.ts')), 'utf8')
  const { data } = await client.events.list({ calendarId, showDeleted: true, singleEvents: true })
  expect(unknownFields(types, 'Schema$Events', [data])).toEqual([])
  expect(unknownFields(types, 'Schema$Event', data.items ?? [])).toEqual([])
  const { data: calendars } = await client.calendarList.list()
  expect(unknownFields(types, 'Schema$CalendarListEntry', calendars.items ?? [])).toEqual([])
})

/** Fields of answers that the published interface does not name. */
function unknownFields(types: string, name: string, answers: readonly object[]): string[] {
  const body = types.slice(types.indexOf(`interface ${name} {`))
  const known = new Set(
    [...body.slice(0, body.indexOf('\n    }\n')).matchAll(/^ {8}(\w+)\?:/gm)].map(([, field]) => field),
  )
  if (known.size === 0) throw new Error(`${name} was not found`)
  return [...new Set(answers.flatMap((answer) => Object.keys(answer)))].filter((field) => !known.has(field))
}
