import { describe, expect, test } from 'vitest'
import type { Fetch } from '../../lib/http.ts'
import type { EventWrite } from '../../lib/sync/ports.ts'
import { ann, apiOrigin, createAnn, open as openStandIn } from './google-seat.ts'
import { create, echo, mappingId, open, remove, update } from './google-writes.ts'
import { html, json, offline, scriptedFetch } from './scripted-fetch.ts'

const multipart =
  (parts: string[], end = '--b--\r\n') =>
  () =>
    new Response(`${parts.map((part) => `--b\r\n${part}\r\n`).join('')}${end}`, {
      headers: { 'content-type': 'multipart/mixed; boundary="b"' },
    })
const part = (index: number, status: string, body: unknown, headers = '') =>
  `Content-Type: application/http\r\nContent-ID: <response-${index}>\r\n\r\n` +
  `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=UTF-8\r\n${headers}\r\n${JSON.stringify(body, null, 1)}\r\n`
const refused = (code: number, reason: string) => ({
  error: { code, message: '', errors: [{ domain: 'global', reason }] },
})
const outcomeCodes = async (fetch: Fetch, writes: readonly EventWrite[]) =>
  (await open(fetch).write(writes)).map((outcome) => (outcome.kind === 'failed' ? outcome.error.code : outcome.kind))

describe('several writes', () => {
  test('go in one request of paths, each with its own headers', async () => {
    const { fetch, sent } = scriptedFetch(multipart([]))
    await open(fetch).write([create, update, remove])
    expect(sent).toHaveLength(1)
    expect(sent[0]?.url.href).toBe(`${apiOrigin}/batch/calendar/v3`)
    const boundary = /boundary=(\S+)/.exec(sent[0]?.headers.get('content-type') ?? '')?.[1]
    const parts = sent[0]?.body.split(`--${boundary}`) ?? []
    expect(parts).toHaveLength(5)
    expect(parts[2]).toContain(
      'content-id: <1>\r\n\r\nPATCH /calendar/v3/calendars/team%40group.calendar.google.com/events/abc?',
    )
    expect(parts[2]).toContain('if-match: "2299601498276000"\r\n')
    expect(parts[2]).toContain('\r\n\r\n{"summary":"changed"}\r\n')
    for (const text of parts.slice(1, 4)) expect(text).toContain('sendUpdates=none')
  })

  test('are matched by their number, whatever the order of the answers', async () => {
    const { fetch } = scriptedFetch(
      multipart([
        part(2, '404 Not Found', refused(404, 'notFound')),
        part(0, '409 Conflict', refused(409, 'duplicate')),
        part(1, '200 OK', echo),
      ]),
    )
    expect(await outcomeCodes(fetch, [create, update, remove])).toEqual(['duplicate', 'written', 'not-found'])
  })

  test('fail one by one', async () => {
    const { fetch } = scriptedFetch(
      multipart([
        part(0, '409 Conflict', refused(409, 'conflict')),
        part(1, '412 Precondition Failed', refused(412, 'conditionNotMet')),
        part(2, '403 Forbidden', refused(403, 'rateLimitExceeded'), 'Retry-After: 30\r\n'),
      ]),
    )
    const outcomes = await open(fetch).write([create, update, remove])
    expect(outcomes).toMatchObject([
      { error: { code: 'unavailable' } },
      { error: { code: 'precondition-failed' } },
      { error: { code: 'rate-limited', retryAfterMs: 30_000 } },
    ])
  })

  test.each([
    [
      'cut off',
      multipart(
        [part(0, '200 OK', echo)],
        '--b\r\nContent-Type: application/http\r\nContent-ID: <response-1>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{"id"',
      ),
    ],
    ['short of a part', multipart([part(0, '200 OK', echo)])],
  ])('an answer that is %s leaves the rest unknown', async (_, answer) => {
    expect(await outcomeCodes(scriptedFetch(answer).fetch, [update, update])).toEqual(['written', 'unavailable'])
  })

  test.each([
    ['lost', offline, 'unavailable'],
    ['a page of the network', html(200), 'unavailable'],
    ['that there is no such address', json(refused(404, 'notFound'), 404), 'unavailable'],
    ['a conflict of the whole', json(refused(409, 'duplicate'), 409), 'unavailable'],
    ['a limit', json(refused(429, 'rateLimitExceeded'), 429), 'rate-limited'],
    ['a quota', json(refused(403, 'quotaExceeded'), 403), 'quota-exhausted'],
    ['that it is forbidden', json(refused(403, 'requiredAccessLevel'), 403), 'forbidden'],
  ])('an answer that is %s says the same of all', async (_, answer, code) => {
    expect(await outcomeCodes(scriptedFetch(answer).fetch, [create, update])).toEqual([code, code])
  })

  test('E12: parts refused for an expired token go once more with a new one', async () => {
    const refusedParts = multipart([part(0, '200 OK', echo), part(1, '401 Unauthorized', refused(401, 'authError'))])
    const { fetch, sent } = scriptedFetch(refusedParts, multipart([part(0, '200 OK', echo)]))
    expect(await outcomeCodes(fetch, [update, update])).toEqual(['written', 'written'])
    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer token-0', 'Bearer token-1'])
  })

  test('E12: and no third time', async () => {
    const allRefused = multipart([0, 1].map((index) => part(index, '401 Unauthorized', refused(401, 'authError'))))
    const { fetch, sent } = scriptedFetch(allRefused)
    expect(await outcomeCodes(fetch, [update, update])).toEqual(['auth-expired', 'auth-expired'])
    expect(sent).toHaveLength(2)
  })

  test('E05: once Google asks for a pause, the rest is not sent', async () => {
    const { fetch, sent } = scriptedFetch(json(refused(429, 'rateLimitExceeded'), 429, { 'retry-after': '9' }))
    const outcomes = await open(fetch).write(Array.from({ length: 120 }, () => update))
    expect(sent).toHaveLength(1)
    expect(outcomes).toHaveLength(120)
    expect(outcomes[119]).toMatchObject({ error: { code: 'rate-limited', retryAfterMs: 9_000 } })
  })

  test('are at most 50 in a request', async () => {
    const { fetch, sent } = scriptedFetch(multipart([]))
    await open(fetch).write(Array.from({ length: 120 }, () => update))
    expect(sent.map(({ body }) => body.match(/PATCH/g)?.length)).toEqual([50, 50, 20])
  })

  test('an event that another has, met in one batch, takes no other down', async () => {
    const google = createAnn()
    google.misbehave.throttle({ on: ['events.insert'], times: 1 })
    const writes = [0, 1, 2].map((generation) => ({ ...create, key: { mappingId, generation } }))
    const outcomes = await openStandIn(google).write(writes)
    expect(outcomes.map(({ kind }) => kind)).toEqual(['failed', 'written', 'written'])
    expect(google.events(ann)).toHaveLength(2)
  })
})
