import { type Http, type HttpReply, type HttpRequest, jsonOf, retryAfterMs } from '../../http.ts'
import type { SyncError } from '../../model/errors.ts'
import type { TokenSource } from '../provider.ts'
import { toSyncError } from './errors.ts'

/** What every request to one Google account needs. */
export type GoogleClient = {
  readonly http: Http
  readonly tokens: TokenSource
  /** `https://www.googleapis.com`, or a stand-in's address. */
  readonly apiOrigin: string
}

export const isSuccess = ({ status }: Pick<HttpReply, 'status'>) => status >= 200 && status < 300

export const errorOf = (reply: HttpReply): SyncError =>
  toSyncError(reply.status, reply.text, retryAfterMs(reply.headers))

/** What Google answers, believed to be of the form that the address promises. @throws SyncError */
export async function callGoogle<Body>({ http, apiOrigin }: GoogleClient, request: GoogleRequest): Promise<Body> {
  const { path, ...rest } = request
  const reply = await http({ ...rest, url: `${apiOrigin}${path}` })
  if (!isSuccess(reply)) throw errorOf(reply)
  return jsonOf(reply) as Body
}

/** A request by path, as it also stands inside a batch. */
export type GoogleRequest = Omit<HttpRequest, 'url'> & { readonly path: string }

export const eventsPath = (calendarId: string) => `/calendar/v3/calendars/${encodeURIComponent(calendarId)}/events`
