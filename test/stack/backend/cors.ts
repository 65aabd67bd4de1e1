import type { Context } from 'hono'

/**
 * @supabase/lite 0.10.0 answers the preflight of /auth/v1 without Access-Control-Allow-Headers, so that no web page
 * could sign in: every preflight is answered here, as Supabase's gateway does.
 */
export const preflight = (c: Context) =>
  c.body(null, 204, {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS',
    'Access-Control-Allow-Headers': c.req.header('Access-Control-Request-Headers') ?? '*',
    'Access-Control-Max-Age': '3600',
  })

/** The header is missing on lite's /auth/v1 answers. */
export function allowAnyOrigin(response: Response): Response {
  if (response.headers.has('Access-Control-Allow-Origin')) return response
  const headers = new Headers(response.headers)
  headers.set('Access-Control-Allow-Origin', '*')
  const body = [101, 204, 205, 304].includes(response.status) ? null : response.body
  return new Response(body, { status: response.status, statusText: response.statusText, headers })
}
