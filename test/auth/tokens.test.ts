import { describe, expect, test } from 'vitest'
import type { AccessToken } from '../../lib/auth/authorize.ts'
import { authorize } from '../../lib/auth/authorize.ts'
import { renewSilently } from '../../lib/auth/silent.ts'
import { createTokenSource, type TokenStore } from '../../lib/auth/tokens.ts'
import { whoIs } from '../../lib/auth/who.ts'
import { SyncError } from '../../lib/model/errors.ts'
import { apiOrigin, createAnn } from '../calendars/google-seat.ts'
import { html, json, scriptedFetch } from '../calendars/scripted-fetch.ts'
import { browserAt, redirectUri } from './browser.ts'

const memory = (token: AccessToken | null = null): TokenStore & { token: AccessToken | null } => ({
  token,
  async get() {
    return this.token
  },
  async set(value) {
    this.token = value
  },
})

/** A clock, and renewals that give token-1, token-2 and so on, each for an hour. */
function bench(kept: AccessToken | null = null) {
  const store = memory(kept)
  const state = { now: 1_000_000, renewals: 0, fails: null as SyncError | null }
  const renew = async () => {
    state.renewals += 1
    await Promise.resolve()
    if (state.fails) throw state.fails
    return { accessToken: `token-${state.renewals}`, expiresAt: state.now + 3_600_000 }
  }
  return { store, state, tokens: createTokenSource({ store, renew, now: () => state.now }) }
}

describe('the token source', () => {
  test('hands out the kept token while it lives for another minute', async () => {
    const { tokens, state } = bench({ accessToken: 'kept', expiresAt: 1_000_000 + 60_001 })
    expect(await tokens.accessToken()).toBe('kept')
    state.now += 2
    expect(await tokens.accessToken()).toBe('token-1')
    expect(state.renewals).toBe(1)
  })

  test('keeps what it got, so that the next start of the worker has it', async () => {
    const { store, tokens, state } = bench()
    await tokens.accessToken()
    const next = createTokenSource({ store, renew: () => Promise.reject(new Error('not asked')), now: () => state.now })
    expect(await next.accessToken()).toBe('token-1')
  })

  test('renews once, however many ask', async () => {
    const { tokens, state } = bench()
    const all = await Promise.all([tokens.accessToken(), tokens.accessToken(), tokens.accessToken({ isRefused: true })])
    expect(all).toEqual(['token-1', 'token-1', 'token-1'])
    expect(state.renewals).toBe(1)
  })

  test('E12: gives a new one for a refused one, and once for all who were refused together', async () => {
    const { tokens, state, store } = bench({ accessToken: 'revoked', expiresAt: 9_000_000 })
    expect(await tokens.accessToken()).toBe('revoked')
    expect(await tokens.accessToken({ isRefused: true })).toBe('token-1')
    expect(await tokens.accessToken({ isRefused: true })).toBe('token-1')
    expect(state.renewals).toBe(1)
    state.now += 60_000
    expect(await tokens.accessToken({ isRefused: true })).toBe('token-2')
    expect(store.token?.accessToken).toBe('token-2')
  })

  test('a refused token is not handed out again when no new one can be had', async () => {
    const { tokens, state, store } = bench({ accessToken: 'revoked', expiresAt: 9_000_000 })
    state.fails = new SyncError('auth-expired', 'needs the person')
    await expect(tokens.accessToken({ isRefused: true })).rejects.toMatchObject({ code: 'auth-expired' })
    expect(store.token).toBeNull()
  })

  test('tries anew after a failure', async () => {
    const { tokens, state } = bench()
    state.fails = new SyncError('unavailable', 'offline')
    await expect(tokens.accessToken()).rejects.toMatchObject({ code: 'unavailable' })
    state.fails = null
    expect(await tokens.accessToken()).toBe('token-2')
  })
})

describe('silent renewal', () => {
  const request = { accountsOrigin: 'http://127.0.0.1:4000', clientId: 'client-1', redirectUri }
  const email = 'ann@example.com'
  const renewal = (google: ReturnType<typeof createAnn>, who = email) =>
    renewSilently({ launch: browserAt(google), fetch: google.fetch, request, userinfoOrigin: apiOrigin, email: who })
  const agree = (google: ReturnType<typeof createAnn>) =>
    authorize(browserAt(google, { does: 'allow', email }), { ...request, loginHint: email, isInteractive: true })

  test('works for whoever agreed before', async () => {
    const google = createAnn()
    await agree(google)
    expect((await renewal(google)()).accessToken).not.toBe('')
  })

  test('needs the person where they did not, or took it back', async () => {
    const google = createAnn()
    await expect(renewal(google)()).rejects.toMatchObject({ code: 'auth-expired' })
    await agree(google)
    google.withdrawConsent(email)
    await expect(renewal(google)()).rejects.toMatchObject({ code: 'auth-expired' })
  })

  test('does not take the token of another person', async () => {
    const google = createAnn()
    const answer = await agree(google)
    const token = answer.kind === 'granted' ? answer.accessToken : ''
    const launch = async ({ url }: { url: string }) => {
      const state = new URL(url).searchParams.get('state') ?? ''
      const scope = new URL(url).searchParams.get('scope') ?? ''
      return `${redirectUri}#${new URLSearchParams({ state, access_token: token, expires_in: '3599', scope })}`
    }
    const renew = renewSilently({
      launch,
      fetch: google.fetch,
      request,
      userinfoOrigin: apiOrigin,
      email: 'ben@example.com',
    })
    await expect(renew()).rejects.toMatchObject({ code: 'auth-expired' })
  })

  test.each([
    ['Authorization page could not be loaded.', 'unavailable'],
    ['User interaction required.', 'auth-expired'],
  ])('that ends with "%s" is %s', async (message, code) => {
    const launch = () => Promise.reject(new Error(message))
    const renew = renewSilently({ launch, fetch: createAnn().fetch, request, userinfoOrigin: apiOrigin, email })
    await expect(renew()).rejects.toMatchObject({ code })
  })
})

describe('who a token belongs to', () => {
  test('is told by Google', async () => {
    const google = createAnn()
    const who = await whoIs({
      fetch: google.fetch,
      userinfoOrigin: apiOrigin,
      accessToken: google.tokenFor('ann@example.com'),
    })
    expect(who).toEqual({ sub: expect.stringMatching(/^\d+$/), email: 'ann@example.com' })
  })

  test.each([
    ['an expired token', json({}, 401), 'auth-expired'],
    ['a page of the network', html(200), 'unavailable'],
    ['an answer that names nobody', json({}), 'unavailable'],
    ['a broken server', json({}, 500), 'unavailable'],
  ])('is not known after %s', async (_, answer, code) => {
    const { fetch } = scriptedFetch(answer)
    await expect(whoIs({ fetch, userinfoOrigin: apiOrigin, accessToken: 'x' })).rejects.toMatchObject({ code })
  })
})
