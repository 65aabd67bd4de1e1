import { createHttp, type Fetch, jsonOf } from '../http.ts'
import { SyncError } from '../model/errors.ts'

/** A person at Google. `sub` never changes, the address may. */
export type Who = { readonly sub: string; readonly email: string }

/**
 * Whose token this is.
 * https://developers.google.com/identity/openid-connect/openid-connect#obtaininguserprofileinformation
 * @throws SyncError auth-expired, unavailable
 */
export async function whoIs(options: {
  readonly fetch: Fetch
  /** `https://openidconnect.googleapis.com`, or a stand-in's address. */
  readonly userinfoOrigin: string
  readonly accessToken: string
  readonly signal?: AbortSignal | undefined
}): Promise<Who> {
  const { fetch, userinfoOrigin, accessToken, signal } = options
  const http = createHttp({ fetch, tokens: { accessToken: async () => accessToken }, signal })
  const reply = await http({ method: 'GET', url: `${userinfoOrigin}/v1/userinfo` })
  if (reply.status !== 200) throw new SyncError('unavailable', `userinfo: ${reply.status}`)
  const { sub, email } = (jsonOf(reply) ?? {}) as Partial<Who>
  if (!sub || !email) throw new SyncError('unavailable', 'userinfo: names nobody')
  return { sub, email }
}
