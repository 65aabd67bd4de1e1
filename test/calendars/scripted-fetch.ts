import type { TokenSource } from '../../lib/calendars/provider.ts'
import type { Fetch } from '../../lib/http.ts'

export type Sent = { readonly method: string; readonly url: URL; readonly headers: Headers; readonly body: string }

/** Answers with the given replies in turn, the last one for ever, and keeps what was sent. */
export function scriptedFetch(...answers: (() => Response | Promise<Response>)[]): { fetch: Fetch; sent: Sent[] } {
  const sent: Sent[] = []
  return {
    sent,
    async fetch(request) {
      const answer = answers[Math.min(sent.length, answers.length - 1)]
      sent.push({
        method: request.method,
        url: new URL(request.url),
        headers: request.headers,
        body: await request.text(),
      })
      if (!answer) throw new TypeError('nothing scripted')
      return answer()
    },
  }
}

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  () =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })

export const html = (status: number) => () =>
  new Response('<html><body>Sign in to this network</body></html>', { status })

export const offline = () => Promise.reject(new TypeError('Failed to fetch'))

/** Hands out token-0 and after each refusal the next one. */
export function countingTokens(): TokenSource & { readonly refusals: () => number } {
  let refusals = 0
  return {
    refusals: () => refusals,
    accessToken: async ({ isRefused = false } = {}) => {
      if (isRefused) refusals += 1
      return `token-${refusals}`
    },
  }
}
