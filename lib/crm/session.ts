import { AuthClient, type AuthError, type Session as AuthSession, isAuthRetryableFetchError } from '@supabase/auth-js'
import { SyncError } from '../model/errors.ts'
import type { UserId } from '../model/ids.ts'
import type { CrmAddress } from './client.ts'

/** Who is signed in to the CRM's Supabase project. The refresh token never leaves the storage. */
export type Session = { readonly userId: UserId; readonly email: string; readonly accessToken: string }

/** Where the session rests; out of every page's reach. */
export type SessionStorage = {
  getItem(key: string): Promise<string | null>
  setItem(key: string, value: string): Promise<void>
  removeItem(key: string): Promise<void>
}

export type CrmSession = {
  /** @throws SyncError forbidden: address or password is not right; rejected: the key is not right; rate-limited; unavailable */
  signIn(email: string, password: string): Promise<Session>
  /** Ends this session here even when the network is gone, and on the server where it can be reached. */
  signOut(): Promise<void>
  /** The session with an access token that lives for at least a minute; null when nobody is signed in. @throws SyncError unavailable */
  currentSession(): Promise<Session | null>
  /** For `createCrmClient`. @throws SyncError auth-expired, unavailable */
  accessToken(): Promise<string>
}

const storageKey = 'crm-session'

/**
 * One owner only: a refresh token works once, and a second user of it ends the session for both.
 * https://supabase.com/docs/guides/auth/sessions
 */
export function createSession(
  options: CrmAddress & { readonly storage: SessionStorage; readonly fetch?: typeof fetch },
): CrmSession {
  const auth = new AuthClient({
    url: `${options.supabaseUrl.replace(/\/+$/, '')}/auth/v1`,
    headers: { apikey: options.publishableKey },
    storage: options.storage,
    storageKey,
    persistSession: true,
    autoRefreshToken: false, // its timer would keep a worker alive
    detectSessionInUrl: false,
    ...(options.fetch ? { fetch: options.fetch } : {}),
  })

  async function currentSession(): Promise<Session | null> {
    const { data, error } = await auth.getSession()
    if (data.session) return toSession(data.session)
    if (error && isNetworkError(error)) throw new SyncError('unavailable', 'sign-in: no answer')
    return null
  }

  return {
    currentSession,
    async signIn(email, password) {
      const { data, error } = await auth.signInWithPassword({ email, password })
      if (error) throw refusalOf(error)
      return toSession(data.session)
    },
    async signOut() {
      const { error } = await auth.signOut({ scope: 'local' })
      if (error) await options.storage.removeItem(storageKey)
    },
    async accessToken() {
      const session = await currentSession()
      if (!session) throw new SyncError('auth-expired', 'sign-in: nobody is signed in')
      return session.accessToken
    },
  }
}

const toSession = ({ user, access_token }: AuthSession): Session => ({
  userId: user.id as UserId,
  email: user.email ?? '',
  accessToken: access_token,
})

const isNetworkError = (error: AuthError) =>
  isAuthRetryableFetchError(error) || (error.status ?? 0) >= 500 || error.status === 429

/** Codes: https://supabase.com/docs/guides/auth/debugging/error-codes */
function refusalOf(error: AuthError): SyncError {
  const detail = `sign-in: status ${error.status ?? 0} ${error.code ?? ''}`.trim()
  if (error.status === 429) return new SyncError('rate-limited', detail)
  if (isNetworkError(error)) return new SyncError('unavailable', detail)
  if (error.status === 401) return new SyncError('rejected', detail)
  return new SyncError('forbidden', detail)
}
