import { describe, expect, test } from 'vitest'
import {
  type AuthorizationRequest,
  authorizationUrl,
  authorize,
  calendarScopes,
  type LaunchFlow,
  readRedirect,
} from '../../lib/auth/authorize.ts'
import { createAnn } from '../calendars/google-seat.ts'
import { browserAt, redirectUri } from './browser.ts'

const request: AuthorizationRequest = {
  accountsOrigin: 'http://127.0.0.1:4000',
  clientId: 'client-1',
  redirectUri,
  loginHint: 'ann@example.com',
  isInteractive: true,
}
const scope = `openid https://www.googleapis.com/auth/userinfo.email ${calendarScopes.join(' ')}`
const fragment = (answer: Record<string, string>) => `${redirectUri}#${new URLSearchParams(answer)}`
const read = (redirect: string | undefined) => readRedirect(redirect, redirectUri, 'S', 1_000)

describe('the address of the consent page', () => {
  test('asks for a token, for as little as is needed, for this person', () => {
    const { origin, pathname, searchParams } = new URL(authorizationUrl(request, 'S'))
    expect(origin + pathname).toBe('http://127.0.0.1:4000/o/oauth2/v2/auth')
    expect(Object.fromEntries(searchParams)).toEqual({
      client_id: 'client-1',
      redirect_uri: redirectUri,
      response_type: 'token',
      scope: `openid email ${calendarScopes.join(' ')}`,
      state: 'S',
      login_hint: 'ann@example.com',
      prompt: 'consent',
    })
  })

  test.each([
    [null, true, 'select_account consent'],
    ['ann@example.com', false, 'none'],
  ])('for %s, with a window: %s, prompts %s', (loginHint, isInteractive, prompt) => {
    const url = new URL(authorizationUrl({ ...request, loginHint, isInteractive }, 'S'))
    expect(url.searchParams.get('prompt')).toBe(prompt)
    expect(url.searchParams.get('login_hint')).toBe(loginHint)
  })
})

describe('the redirect', () => {
  test('brings a token and when it ends', () => {
    const redirect = fragment({ state: 'S', access_token: 'ya29.x', token_type: 'Bearer', expires_in: '3599', scope })
    expect(read(redirect)).toEqual({ kind: 'granted', accessToken: 'ya29.x', expiresAt: 3_600_000 })
  })

  test.each(calendarScopes)('E14: without the box for %s is a partial yes', (missing) => {
    const some = scope.replace(missing, '')
    const redirect = fragment({ state: 'S', access_token: 'ya29.x', expires_in: '3599', scope: some })
    expect(read(redirect)).toEqual({ kind: 'partly' })
  })

  test.each([
    ['access_denied', 'refused'],
    ['admin_policy_enforced', 'needs-admin-approval'],
    ['login_required', 'needs-person'],
    ['interaction_required', 'needs-person'],
    ['consent_required', 'needs-person'],
    ['immediate_failed', 'needs-person'],
    ['temporarily_unavailable', 'unavailable'],
    ['invalid_client', 'unavailable'],
  ])('with %s means %s, in the fragment and in the query', (error, kind) => {
    expect(read(fragment({ state: 'S', error })).kind).toBe(kind)
    expect(read(`${redirectUri}?${new URLSearchParams({ state: 'S', error })}`).kind).toBe(kind)
  })

  test.each([
    ['another state', fragment({ state: 'T', access_token: 'stolen', expires_in: '3599', scope })],
    ['no state', fragment({ access_token: 'stolen', expires_in: '3599', scope })],
    ['another address', `https://evil.example.com/#state=S&access_token=stolen&expires_in=3599`],
    ['no token', fragment({ state: 'S', expires_in: '3599', scope })],
    ['no life', fragment({ state: 'S', access_token: 'x', scope })],
    ['nothing', undefined],
  ])('with %s is no yes', (_, redirect) => {
    const answer = read(redirect)
    expect(answer.kind).toBe('unavailable')
    expect(JSON.stringify(answer)).not.toContain('stolen')
  })
})

const quoting: LaunchFlow = ({ url }) => Promise.reject(new Error(`cannot load ${url}`))

describe('the window', () => {
  test.each([
    ['The user did not approve access.', 'closed'],
    ['User cancelled or denied access.', 'closed'],
    ['User interaction required. Try setting `abortOnLoadForNonInteractive`', 'needs-person'],
    ['Requires user interaction', 'needs-person'],
    ['Authorization page could not be loaded.', 'unavailable'],
    ['Authorization page load timed out.', 'unavailable'],
    ["Couldn't create a browser window to display an authorization page.", 'unavailable'],
    ['Only one web auth flow is allowed at a time.', 'unavailable'],
  ])('that ends with "%s" means %s', async (message, kind) => {
    const launch: LaunchFlow = () => Promise.reject(new Error(message))
    expect((await authorize(launch, request)).kind).toBe(kind)
  })

  test('says nothing of addresses when it fails', async () => {
    expect(JSON.stringify(await authorize(quoting, request))).not.toContain('ann@example.com')
  })

  test('is not shown for a silent try, which may be redirected by script', async () => {
    let seen: Parameters<LaunchFlow>[0] | undefined
    await authorize(
      async (options) => {
        seen = options
        return undefined
      },
      { ...request, isInteractive: false },
    )
    expect(seen).toMatchObject({ interactive: false, abortOnLoadForNonInteractive: false })
  })
})

describe('at the stand-in', () => {
  const allow = { does: 'allow', email: 'ann@example.com' } as const

  test('a yes gives a token that lists calendars', async () => {
    const google = createAnn()
    const answer = await authorize(browserAt(google, allow), request)
    expect(answer).toMatchObject({ kind: 'granted' })
    const reply = await google.fetch('https://google.example.com/calendar/v3/users/me/calendarList', {
      headers: { authorization: `Bearer ${answer.kind === 'granted' && answer.accessToken}` },
    })
    expect(reply.status).toBe(200)
  })

  test('a no is a no, a closed window is one, a missing tick is a partial yes', async () => {
    const google = createAnn()
    expect(await authorize(browserAt(google, { does: 'cancel' }), request)).toEqual({ kind: 'refused' })
    expect(await authorize(browserAt(google, { does: 'close' }), request)).toEqual({ kind: 'closed' })
    expect(await authorize(browserAt(google, { ...allow, ticks: ['openid'] }), request)).toEqual({ kind: 'partly' })
  })

  test('silence works once the person said yes, and not before', async () => {
    const google = createAnn()
    const silent = { ...request, isInteractive: false }
    expect(await authorize(browserAt(google), silent)).toEqual({ kind: 'needs-person' })
    await authorize(browserAt(google, allow), request)
    expect((await authorize(browserAt(google), silent)).kind).toBe('granted')
  })
})
