import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { documentedReply, signedIn } from './api-client.ts'
import { createGoogle, type Google } from './google.ts'
import { type GoogleServer, startGoogle } from './server.ts'

const ann = 'ann@example.com'
const path = '/calendars/primary/events'
const times = { start: { dateTime: '2026-03-10T09:00:00Z' }, end: { dateTime: '2026-03-10T10:00:00Z' } }

describe('in process', () => {
  let now: number
  let google: Google
  let call: ReturnType<typeof signedIn>

  beforeEach(() => {
    now = Date.parse('2026-03-01T10:00:00Z')
    google = createGoogle({ now: () => new Date(now) })
    google.addPerson({ email: ann, name: 'Ann' })
    call = signedIn(google, ann)
  })

  test.each([
    ['429', '429_rateLimitExceeded'],
    ['rateLimitExceeded', '403_rateLimitExceeded'],
    ['userRateLimitExceeded', '403_userRateLimitExceeded'],
    ['quotaExceeded', '403_quotaExceeded'],
  ] as const)('throttles with %s so many times', async (kind, name) => {
    google.misbehave.throttle({ kind, times: 2, ...(kind === '429' ? { retryAfterSeconds: 12 } : {}) })
    const refused = await call('GET', path)
    expect(refused).toMatchObject(documentedReply(name))
    expect(refused.headers.get('retry-after')).toBe(kind === '429' ? '12' : null)
    expect((await call('GET', path)).status).toBe(refused.status)
    expect((await call('GET', path)).status).toBe(200)
  })

  test('throttles for a time, and only what it is told to', async () => {
    google.misbehave.throttle({ seconds: 60, on: ['events.insert'] })
    expect((await call('POST', path, { body: times })).status).toBe(429)
    expect((await call('GET', path)).status).toBe(200)
    now += 61_000
    expect((await call('POST', path, { body: times })).status).toBe(200)
  })

  test('fails with 5xx and does nothing then', async () => {
    google.misbehave.fail({ status: 503, times: 1 })
    const reply = await call('POST', path, { body: times })
    expect([reply.status, reply.text]).toEqual([503, expect.stringContaining('backendError')])
    expect(google.events(ann)).toEqual([])
  })

  test('does the work and loses the reply', async () => {
    google.misbehave.dropReplies({ times: 1, on: ['events.insert'] })
    await expect(call('POST', path, { body: { id: 'abcde', ...times } })).rejects.toThrow(TypeError)
    expect(google.events(ann)).toHaveLength(1)
    expect(await call('POST', path, { body: { id: 'abcde', ...times } })).toMatchObject(
      documentedReply('409_duplicate'),
    )
  })

  test('holds a request before or after the work until it is let go', async () => {
    const before = google.misbehave.hold('before', ['events.insert'])
    const first = call('POST', path, { body: { id: 'abcde', ...times } })
    await before.reached
    expect(google.events(ann)).toEqual([])
    expect((await call('GET', path)).status).toBe(200)
    before.release()
    expect((await first).status).toBe(200)

    const after = google.misbehave.hold('after', ['events.delete'])
    const second = call('DELETE', `${path}/abcde`)
    await after.reached
    expect(google.events(ann)).toEqual([])
    after.cut()
    await expect(second).rejects.toThrow(TypeError)

    const never = google.misbehave.hold('before', ['events.insert'])
    const third = call('POST', path, { body: times })
    await never.reached
    google.misbehave.clear()
    await expect(third).rejects.toThrow(TypeError)
    expect(google.events(ann)).toEqual([])
  })

  test('answers garbage: a portal page, cut JSON, nothing', async () => {
    google.misbehave.garbage({ form: 'html' })
    expect((await call('GET', path)).text).toContain('<!doctype html>')
    google.misbehave.garbage({ form: 'cut-json' })
    const cut = await call('GET', path).catch((error: unknown) => error)
    expect(cut).toBeInstanceOf(SyntaxError)
    google.misbehave.garbage({ form: 'empty' })
    expect((await call('GET', path)).text).toBe('')
  })

  test('is offline until it is not', async () => {
    google.misbehave.offline(true)
    await expect(call('GET', path)).rejects.toThrow('fetch failed')
    google.misbehave.clear()
    expect((await call('GET', path)).status).toBe(200)
  })

  test('counts requests, bytes, writes', async () => {
    await call('POST', path, { body: times })
    await call('GET', path)
    await call('GET', path)
    expect(google.counters).toMatchObject({
      requests: 3,
      byOperation: { 'events.insert': 1, 'events.list': 2 },
      byStatus: { 200: 3 },
      writes: 1,
    })
    expect(google.counters.bytesSent).toBeGreaterThan(1000)
    google.resetCounters()
    expect(google.counters).toMatchObject({ requests: 0, byOperation: {}, writes: 0 })
  })

  test('aborts when asked', async () => {
    google.misbehave.latency(30)
    const headers = { authorization: `Bearer ${google.tokenFor(ann)}` }
    const url = `https://www.googleapis.com/calendar/v3${path}`
    await expect(google.fetch(url, { headers, signal: AbortSignal.timeout(5) })).rejects.toThrow(/abort|timeout/i)
  })
})

describe('as a server', () => {
  let server: GoogleServer

  beforeAll(async () => {
    server = await startGoogle()
    server.google.addPerson({ email: ann, name: 'Ann' })
  })
  afterAll(() => server.close())

  const ask = (address: string, init: RequestInit = {}) => fetch(`${server.url}${address}`, init)
  const misbehave = (body: object) => ask('/__stand-in/misbehave', { method: 'POST', body: JSON.stringify(body) })
  const list = () =>
    ask(`/calendar/v3${path}`, {
      headers: { authorization: `Bearer ${server.google.tokenFor(ann)}`, origin: 'https://crm.example.com' },
    })

  test('breaks the connection after the work', async () => {
    expect((await misbehave({ dropReplies: { times: 1 } })).status).toBe(204)
    await expect(list()).rejects.toThrow('fetch failed')
    expect((await list()).status).toBe(200)
  })

  test('is steered by its control addresses, which it does not count', async () => {
    server.google.resetCounters()
    await misbehave({ throttle: { times: 1, kind: 'quotaExceeded' } })
    expect((await list()).status).toBe(403)
    await misbehave({ expireTokens: {}, expireSyncTokens: true })
    const counters = await (await ask('/__stand-in/counters')).json()
    expect(counters).toMatchObject({ requests: 1, byStatus: { 403: 1 }, mails: 0 })
    expect((await misbehave({ explode: true })).status).toBe(400)
    expect((await ask('/__stand-in/nothing')).status).toBe(404)
  })

  test('lets a person write by control address and tells the revision', async () => {
    const before = (await (await ask('/__stand-in/revision')).json()).revision
    const made = await ask(`/__stand-in/people/${ann}/events`, { method: 'POST', body: JSON.stringify(times) })
    const { id } = await made.json()
    expect((await (await ask('/__stand-in/revision')).json()).revision).toBeGreaterThan(before)
    expect((await ask(`/__stand-in/people/${ann}/events/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await ask(`/__stand-in/people/nobody/events`)).status).toBe(404)
  })

  test('allows any origin, as Google does, and knows nothing else', async () => {
    const preflight = await ask(`/calendar/v3${path}`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://crm.example.com',
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization,if-match',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,if-match')
    expect((await list()).headers.get('access-control-allow-origin')).toBe('https://crm.example.com')
    expect((await ask('/calendar/v3/teapot')).status).toBe(404)
    expect((await ask('/elsewhere')).status).toBe(404)
  })
})

const part = (id: string, request: string) =>
  `--b\r\nContent-Type: application/http\r\nContent-ID: <${id}>\r\n\r\n${request}\r\n`

describe('a batch', () => {
  test('answers each part by its id, with its own status', async () => {
    const google = createGoogle()
    google.addPerson({ email: ann, name: 'Ann' })
    const insert = `POST /calendar/v3${path} HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${JSON.stringify({ id: 'abcde', ...times })}`
    const reply = await google.fetch('https://www.googleapis.com/batch/calendar/v3', {
      method: 'POST',
      headers: { authorization: `Bearer ${google.tokenFor(ann)}`, 'content-type': 'multipart/mixed; boundary=b' },
      body: `${part('one', insert)}${part('two', insert)}${part('three', `GET /calendar/v3${path}/abcde HTTP/1.1\r\n`)}--b--`,
    })
    expect(reply.status).toBe(200)
    const boundary = /boundary=(\S+)/.exec(reply.headers.get('content-type') ?? '')?.[1]
    const parts = (await reply.text()).split(`--${boundary}`).slice(1, -1)
    expect(parts.map((text) => [/<response-(\w+)>/.exec(text)?.[1], /HTTP\/1\.1 (\d+)/.exec(text)?.[1]])).toEqual([
      ['one', '200'],
      ['two', '409'],
      ['three', '200'],
    ])
    expect(google.counters.byOperation).toEqual({ batch: 1, 'events.insert': 2, 'events.get': 1 })
  })
})
