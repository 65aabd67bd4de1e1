import { describe, expect, test } from 'vitest'
import { createHttp, jsonOf, retryAfterMs } from '../../lib/http.ts'
import { countingTokens, html, json, offline, scriptedFetch } from './scripted-fetch.ts'

const get = { method: 'GET', url: 'https://api.example.com/x' } as const

const never = ({ signal }: Request) =>
  new Promise<Response>((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason))
  })

const cut = () =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"items":['))
        controller.error(new TypeError('network error'))
      },
    }),
  )

describe('a request', () => {
  test('carries the bearer token and no cookies, and is never answered from a cache', async () => {
    let seen: Request | undefined
    const fetch = async (request: Request) => {
      seen = request
      return new Response('{}')
    }
    await createHttp({ fetch, tokens: countingTokens() })(get)
    expect(seen?.headers.get('authorization')).toBe('Bearer token-0')
    expect(seen?.credentials).toBe('omit')
    expect(seen?.cache).toBe('no-store')
  })

  test('E12: after a 401 goes out once more with a new token', async () => {
    const { fetch, sent } = scriptedFetch(json({}, 401), json({ ok: true }))
    const tokens = countingTokens()
    const reply = await createHttp({ fetch, tokens })({ ...get, method: 'POST', body: 'same' })
    expect(jsonOf(reply)).toEqual({ ok: true })
    expect(sent.map(({ headers, body }) => [headers.get('authorization'), body])).toEqual([
      ['Bearer token-0', 'same'],
      ['Bearer token-1', 'same'],
    ])
    expect(tokens.refusals()).toBe(1)
  })

  test('E12: a second 401 with a fresh token means signing in again, not a third try', async () => {
    const { fetch, sent } = scriptedFetch(json({}, 401))
    await expect(createHttp({ fetch, tokens: countingTokens() })(get)).rejects.toMatchObject({ code: 'auth-expired' })
    expect(sent).toHaveLength(2)
  })

  test('without a network is unavailable', async () => {
    const { fetch } = scriptedFetch(offline)
    await expect(createHttp({ fetch, tokens: countingTokens() })(get)).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('is given up when no answer comes in time', async () => {
    const http = createHttp({ fetch: never, tokens: countingTokens(), timeoutMs: 20 })
    await expect(http(get)).rejects.toMatchObject({ code: 'unavailable', message: 'GET: no answer in time' })
  })

  test('is given up when the caller stops', async () => {
    const stop = new AbortController()
    const pending = createHttp({ fetch: never, tokens: countingTokens(), signal: stop.signal })(get)
    stop.abort()
    await expect(pending).rejects.toMatchObject({ code: 'unavailable', message: 'GET: stopped' })
  })

  test('whose body is cut off on the way is unavailable', async () => {
    const { fetch } = scriptedFetch(cut)
    await expect(createHttp({ fetch, tokens: countingTokens() })(get)).rejects.toMatchObject({ code: 'unavailable' })
  })

  test.each([
    ['a page', html(200)],
    ['nothing', () => new Response('')],
    ['half an answer', () => new Response('{"items":[{"id":')],
  ])('answered with %s instead of JSON is unavailable', async (_, answer) => {
    const { fetch } = scriptedFetch(answer)
    const reply = await createHttp({ fetch, tokens: countingTokens() })(get)
    expect(() => jsonOf(reply)).toThrow(expect.objectContaining({ code: 'unavailable' }))
  })
})

describe('Retry-After', () => {
  const noon = Date.parse('2026-03-10T12:00:00Z')
  test.each([
    ['120', undefined, 120_000],
    ['0.05', undefined, 50],
    ['0', undefined, 0],
    ['Tue, 10 Mar 2026 12:02:00 GMT', undefined, 120_000],
    ['Tue, 10 Mar 2026 11:00:00 GMT', undefined, 0],
    ['soon', undefined, undefined],
    ['', undefined, undefined],
    ['Tue, 10 Mar 2026 12:02:00 GMT', 'Tue, 10 Mar 2026 12:01:00 GMT', 60_000],
  ])('E05: "%s" (their clock: %s) asks for %s ms', (value, date, ms) => {
    const headers = new Headers({ 'retry-after': value, ...(date ? { date } : {}) })
    expect(retryAfterMs(headers, noon)).toBe(ms)
  })

  test('E05: absent asks for nothing', () => expect(retryAfterMs(new Headers(), noon)).toBeUndefined())
})
