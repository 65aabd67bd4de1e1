import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { acme, ann } from '../crm/people.ts'
import { signIn } from './client.ts'
import { type Backend, startBackend } from './start-backend.ts'

let backend: Backend
let rest: Awaited<ReturnType<typeof signIn>>['rest']
beforeAll(async () => {
  backend = await startBackend({ port: 0, isMigrated: false })
  rest = (await signIn(backend, ann)).rest
})
afterAll(() => backend.close())
afterEach(() => {
  backend.switches.reset()
  backend.traffic.reset()
})

const control = (path: string, method = 'GET', body?: object) =>
  fetch(`${backend.url}/__stand-in/${path}`, { method, ...(body && { body: JSON.stringify(body) }) })
const appointments = () => fetch(`${backend.url}/rest/v1/appointments`, { headers: { apikey: backend.publishableKey } })
const visit = {
  title: 'Dropped',
  organization_id: acme.id,
  start_time: '2030-01-07T10:00:00Z',
  end_time: '2030-01-07T11:00:00Z',
}

describe('switches', () => {
  test('offline: every connection is cut until it is back', async () => {
    backend.switches.offline(true)
    await expect(appointments()).rejects.toThrow('fetch failed')
    backend.switches.offline(false)
    expect((await appointments()).status).toBe(200)
  })

  test('fail: as many requests as told, on the path told, with Retry-After', async () => {
    await control('switches', 'POST', { fail: { times: 1, status: 429, path: 'contacts', retryAfterSeconds: 7 } })
    expect((await appointments()).status).toBe(200)
    const failed = await fetch(`${backend.url}/rest/v1/contacts`, { headers: { apikey: backend.publishableKey } })
    expect([failed.status, failed.headers.get('retry-after')]).toEqual([429, '7'])
    expect((await rest.from('contacts').select('id')).error).toBeNull()
  })

  test('drop: the work is done, the answer is lost', async () => {
    backend.switches.drop(1, 'appointments')
    const lost = await rest.from('appointments').insert(visit)
    expect(lost).toMatchObject({ data: null, status: 0, error: { message: expect.stringContaining('fetch failed') } })
    expect(await backend.sql('select id from appointments where title = $1', ['Dropped'])).toHaveLength(1)
  })

  test('hold: the next request on that path waits, before or after the work, until it is let go or cut', async () => {
    const titles = () => backend.sql<{ title: string }>("select title from appointments where title like 'Held%'")
    const before = backend.switches.hold('before', 'appointments')
    const first = rest.from('appointments').insert({ ...visit, title: 'Held before' })
    const answered = first.then(({ error }) => error)
    await before.reached
    expect(await titles()).toEqual([])
    expect((await rest.from('contacts').select('id')).error, 'others go on').toBeNull()
    before.release()
    expect(await answered).toBeNull()

    const after = backend.switches.hold('after', 'appointments')
    const second = rest.from('appointments').insert({ ...visit, title: 'Held after' })
    const lost = second.then(({ error }) => error)
    await after.reached
    after.cut()
    expect(await lost).toMatchObject({ message: expect.stringContaining('fetch failed') })

    const never = backend.switches.hold('before', 'appointments')
    const third = rest.from('appointments').insert({ ...visit, title: 'Held for ever' })
    const cut = third.then(({ error }) => error)
    await never.reached
    backend.switches.reset()
    expect(await cut).not.toBeNull()
    expect((await titles()).map(({ title }) => title).sort()).toEqual(['Held after', 'Held before'])
  })

  test('latency: each request takes at least so long', async () => {
    backend.switches.latency(120)
    const start = performance.now()
    await appointments()
    expect(performance.now() - start).toBeGreaterThanOrEqual(115)
  })

  test('can be read and reset over HTTP; nonsense is refused', async () => {
    await control('switches', 'POST', { offline: true })
    expect(await (await control('switches')).json()).toMatchObject({ offline: true })
    expect((await control('switches', 'POST', { offline: 'yes' })).status).toBe(400)
    expect(await (await control('switches', 'DELETE')).json()).toMatchObject({ offline: false, latency: 0 })
  })
})

describe('counters', () => {
  test('count requests and bytes per path, pages apart from others, preflights and controls not at all', async () => {
    await appointments()
    await fetch(`${backend.url}/rest/v1/appointments`, { method: 'OPTIONS' })
    await fetch(`${backend.url}/rest/v1/appointments`, {
      headers: { apikey: backend.publishableKey, Origin: 'http://127.0.0.1:1' },
    })
    await rest.from('appointments').select('id')
    expect(backend.requests()).toEqual({ 'GET /rest/v1/appointments': 3 })
    expect(backend.requests('other')).toEqual({ 'GET /rest/v1/appointments': 2 })
    const rows: unknown = await (await control('requests')).json()
    expect(rows).toContainEqual({
      method: 'GET',
      path: '/rest/v1/appointments',
      caller: 'page',
      requests: 1,
      bytesReceived: 0,
      bytesSent: 2,
    })
    await control('requests', 'DELETE')
    expect(backend.requests()).toEqual({})
  })
})
