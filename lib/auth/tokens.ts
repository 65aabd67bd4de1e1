import type { TokenSource } from '../calendars/provider.ts'
import type { AccessToken } from './authorize.ts'

/** Keeps one account's access token, in memory only: `storage.session`. */
export type TokenStore = {
  get(): Promise<AccessToken | null>
  set(token: AccessToken | null): Promise<void>
}

/**
 * Gets a new access token without the person: silently from Google, or from a server that keeps a refresh token.
 * @throws SyncError auth-expired, needs-admin-approval, unavailable
 */
export type Renew = () => Promise<AccessToken>

type TokenSourceOptions = { readonly store: TokenStore; readonly renew: Renew; readonly now?: () => number }

const minute = 60_000
/** Within this time a refusal is about the token before: several requests of one run find it expired at once. */
const freshMs = 10_000

/** One account's tokens. However many ask at once, one renewal is under way. */
export function createTokenSource({ store, renew, now = Date.now }: TokenSourceOptions): TokenSource {
  let renewal: Promise<string> | null = null
  let renewedAt = Number.NEGATIVE_INFINITY

  async function renewOnce(isRefused: boolean): Promise<string> {
    if (isRefused) await store.set(null)
    const token = await renew()
    // First kept, then used: a worker that dies in between has it on its next start.
    await store.set(token)
    renewedAt = now()
    return token.accessToken
  }

  return {
    async accessToken({ isRefused = false } = {}) {
      if (renewal) return renewal
      const isStale = isRefused && now() - renewedAt > freshMs
      const kept = await store.get()
      if (kept && !isStale && kept.expiresAt - now() > minute) return kept.accessToken
      renewal ??= renewOnce(isRefused).finally(() => {
        renewal = null
      })
      return renewal
    },
  }
}
