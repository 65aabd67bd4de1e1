import { type Body, isRecord } from './event-input.ts'
import type { Google } from './google.ts'
import payloads from './payloads.json' with { type: 'json' }

export type Reply = { readonly status: number; readonly headers: Headers; readonly body: Body; readonly text: string }

export type CallOptions = {
  readonly query?: Record<string, string | readonly string[]>
  readonly body?: Body
  readonly headers?: Record<string, string>
}

/** One signed-in person's calls of the API, for tests. Paths start behind `/calendar/v3`. */
export function signedIn(google: Google, email: string, token = google.tokenFor(email)) {
  return async (method: string, path: string, { query = {}, body, headers = {} }: CallOptions = {}): Promise<Reply> => {
    const url = new URL(`https://www.googleapis.com/calendar/v3${path}`)
    for (const [name, value] of Object.entries(query))
      for (const one of typeof value === 'string' ? [value] : value) url.searchParams.append(name, one)
    const reply = await google.fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await reply.text()
    const value: unknown = text.startsWith('{') ? JSON.parse(text) : {}
    return { status: reply.status, headers: reply.headers, body: isRecord(value) ? value : {}, text }
  }
}

export type Call = ReturnType<typeof signedIn>

export type Listed = { readonly items: Body[]; readonly syncToken: string | null; readonly pages: number }

/** All pages of a list. @throws Error with status and reason where a page is refused */
export async function listAll(call: Call, calendarId: string, query: CallOptions['query'] = {}): Promise<Listed> {
  const items: Body[] = []
  let pageToken: string | null = null
  for (let pages = 1; ; pages += 1) {
    const more: Record<string, string> = pageToken === null ? {} : { pageToken }
    const reply: Reply = await call('GET', `/calendars/${encodeURIComponent(calendarId)}/events`, {
      query: { ...query, ...more },
    })
    if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`)
    const { items: found, nextPageToken, nextSyncToken } = reply.body
    if (Array.isArray(found)) items.push(...found.filter(isRecord))
    if (typeof nextPageToken !== 'string')
      return { items, pages, syncToken: typeof nextSyncToken === 'string' ? nextSyncToken : null }
    pageToken = nextPageToken
  }
}

/** Status and body of a refusal as Google's error guide prints it. */
export function documentedReply(name: Exclude<keyof typeof payloads, 'source'>) {
  const { status, body } = payloads[name]
  return { status, body }
}
