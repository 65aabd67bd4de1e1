import { GoogleError } from './errors.ts'

/** What a handler says; becomes an HTTP response or a part of a batch. */
export type Answer = { readonly status: number; readonly headers: Record<string, string>; readonly body: string }

const type = 'application/json; charset=UTF-8'

export const json = (value: unknown, headers: Record<string, string> = {}, status = 200): Answer => ({
  status,
  headers: { 'content-type': type, 'cache-control': 'no-cache, no-store, max-age=0, must-revalidate', ...headers },
  body: JSON.stringify(value),
})

export const nothing = (status: number, headers: Record<string, string> = {}): Answer => ({ status, headers, body: '' })

export const html = (body: string, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body,
})

export const redirect = (location: string): Answer => ({ status: 302, headers: { location }, body: '' })

export function refusal(error: unknown): Answer {
  if (error instanceof GoogleError) return json(error.body, error.headers, error.status)
  throw error
}

const noContent = new Set([204, 304])

export function toResponse(answer: Answer): Response {
  return new Response(noContent.has(answer.status) ? null : answer.body, {
    status: answer.status,
    headers: answer.headers,
  })
}

/** The connection broke before the reply came. */
export class ConnectionBroken extends Error {}
