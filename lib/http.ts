import type { TokenSource } from './calendars/provider.ts'
import { SyncError } from './model/errors.ts'

export type Fetch = (request: Request) => Promise<Response>

export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A reply read to its end: a body that was cut on the way never becomes one. */
export type HttpReply = { readonly status: number; readonly headers: Headers; readonly text: string }

/** @throws SyncError unavailable, auth-expired */
export type Http = (request: HttpRequest) => Promise<HttpReply>

type HttpOptions = {
  readonly fetch: Fetch
  readonly tokens: TokenSource
  /** Ends every request of this client, e.g. when the run is stopped. */
  readonly signal?: AbortSignal | undefined
  /** A worker's fetch dies at 30 s without an answer; ending it earlier leaves time to say so. */
  readonly timeoutMs?: number
}

/**
 * Sends with a bearer token; after a 401 once more with a new token.
 * It never waits and never repeats otherwise: whoever plans the next run knows when that may be.
 */
export function createHttp({ fetch, tokens, signal, timeoutMs = 25_000 }: HttpOptions): Http {
  async function send({ method, url, headers, body }: HttpRequest, token: string): Promise<HttpReply> {
    const timeout = AbortSignal.timeout(timeoutMs)
    const request = new Request(url, {
      method,
      headers: { ...headers, authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body }),
      signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
      cache: 'no-store',
      credentials: 'omit',
    })
    try {
      const response = await fetch(request)
      return { status: response.status, headers: response.headers, text: await response.text() }
    } catch (cause) {
      const reason = signal?.aborted ? 'stopped' : timeout.aborted ? 'no answer in time' : 'not reached or cut off'
      throw new SyncError('unavailable', `${method}: ${reason}`, { cause })
    }
  }

  return async (request) => {
    const reply = await send(request, await tokens.accessToken())
    if (reply.status !== 401) return reply
    const second = await send(request, await tokens.accessToken({ isRefused: true }))
    if (second.status === 401) throw new SyncError('auth-expired', `${request.method}: 401 with a fresh token`)
    return second
  }
}

/** The body as JSON. @throws SyncError unavailable on anything else: a sign-in page of a network, a cut or empty body. */
export function jsonOf(reply: HttpReply): unknown {
  try {
    return JSON.parse(reply.text)
  } catch (cause) {
    throw new SyncError('unavailable', `${reply.status}: not JSON`, { cause })
  }
}

/**
 * Milliseconds the other side asks to wait, where it says so in seconds, fractions of them, or as a date.
 * A date is reckoned by the other side's own clock where it sent one.
 */
export function retryAfterMs(headers: Headers, now = Date.now()): number | undefined {
  const value = headers.get('retry-after')?.trim()
  if (!value) return undefined
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000)
  const until = Date.parse(value)
  if (Number.isNaN(until)) return undefined
  const theirNow = Date.parse(headers.get('date') ?? '')
  return Math.max(0, until - (Number.isNaN(theirNow) ? now : theirNow))
}
