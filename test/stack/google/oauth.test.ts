import { beforeEach, describe, expect, test } from 'vitest'
import { createGoogle, type Google } from './google.ts'
import { usualScopes } from './scopes.ts'

const ann = 'ann@example.com'
const events = 'https://www.googleapis.com/auth/calendar.events'
const redirectUri = 'https://pppbehocdpegpjnpboimhacmjkdbfokk.chromiumapp.org/google'
const asked = {
  client_id: 'web-client',
  redirect_uri: redirectUri,
  response_type: 'token',
  scope: usualScopes.join(' '),
  state: 'S',
}

let google: Google

beforeEach(() => {
  google = createGoogle({ clients: [{ id: 'web-client', secret: 'secret', redirectUris: [redirectUri] }] })
  google.addPerson({ email: ann, name: 'Ann <Archer>' })
  google.addPerson({ email: 'ben@example.com', name: 'Ben' })
})

const authorize = (more: Record<string, string> = {}) =>
  google.fetch(`https://accounts.google.com/o/oauth2/v2/auth?${new URLSearchParams({ ...asked, ...more })}`)

/** Presses a button of the consent page. */
const decide = (decision: string, granted: readonly string[], more: Record<string, string> = {}) => {
  const body = new URLSearchParams({ ...asked, person: ann, decision, ...more })
  for (const scope of granted) body.append('granted', scope)
  return google.fetch('https://accounts.google.com/o/oauth2/v2/auth', { method: 'POST', body })
}

const answerOf = (reply: Response) => {
  expect(reply.status).toBe(302)
  const url = new URL(reply.headers.get('location') ?? '')
  expect(url.href.startsWith(redirectUri)).toBe(true)
  return Object.fromEntries(new URLSearchParams(url.hash ? url.hash.slice(1) : url.search))
}

const exchange = (form: Record<string, string>) =>
  google.fetch('https://oauth2.googleapis.com/token', { method: 'POST', body: new URLSearchParams(form) })

describe('the consent page', () => {
  test('says what it is, names people and scopes, and marks the hinted person', async () => {
    const page = await (await authorize({ login_hint: 'ben@example.com' })).text()
    expect(page).toContain('Local stand-in, no Google account involved')
    expect(page).toContain('Ann &lt;Archer&gt;')
    expect(page).toMatch(/value="ben@example\.com" checked/)
    expect(page).toMatch(/type="checkbox" name="granted"/)
  })

  test('answers the implicit flow in the fragment, state and all', async () => {
    const answer = answerOf(await decide('allow', usualScopes))
    expect(answer).toMatchObject({ state: 'S', token_type: 'Bearer', expires_in: '3599' })
    const me = await google.fetch('https://openidconnect.googleapis.com/v1/userinfo', {
      headers: { authorization: `Bearer ${answer.access_token}` },
    })
    expect(await me.json()).toMatchObject({ email: ann, sub: expect.stringMatching(/^\d{21}$/) })
  })

  test('gives a narrower token when a box is left unticked', async () => {
    const answer = answerOf(await decide('allow', []))
    expect(answer.scope?.split(' ')).not.toContain(events)
    const list = await google.fetch('https://www.googleapis.com/calendar/v3/calendars/primary/events', {
      headers: { authorization: `Bearer ${answer.access_token}` },
    })
    expect([list.status, (await list.json()).error.errors[0].reason]).toEqual([403, 'insufficientPermissions'])
  })

  test('reports Cancel', async () => {
    expect(answerOf(await decide('cancel', usualScopes))).toEqual({ state: 'S', error: 'access_denied' })
  })

  test('blocks unknown clients and addresses without sending anyone there', async () => {
    const unknown = await authorize({ client_id: 'other' })
    expect([unknown.status, await unknown.text()]).toEqual([401, expect.stringContaining('invalid_client')])
    const elsewhere = await authorize({ redirect_uri: 'https://evil.example.com/' })
    expect([elsewhere.status, await elsewhere.text()]).toEqual([400, expect.stringContaining('redirect_uri_mismatch')])
  })
})

describe('prompt=none', () => {
  test('answers at once, with a token only after consent', async () => {
    const silent = { prompt: 'none', login_hint: ann }
    expect(answerOf(await authorize(silent))).toEqual({ state: 'S', error: 'interaction_required' })
    expect(answerOf(await authorize({ ...silent, login_hint: 'eve@example.com' })).error).toBe('login_required')
    await decide('allow', usualScopes)
    expect(answerOf(await authorize(silent)).access_token).toMatch(/^ya29\./)
    expect(answerOf(await authorize({ prompt: 'none' })).access_token).toMatch(/^ya29\./)
    google.withdrawConsent(ann)
    expect(answerOf(await authorize(silent)).error).toBe('interaction_required')
  })
})

describe('the code flow', () => {
  const verifier = 'v'.repeat(43)
  const code = async (more: Record<string, string> = {}) => {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
    const code_challenge = Buffer.from(digest).toString('base64url')
    const pkce = { response_type: 'code', code_challenge, code_challenge_method: 'S256', access_type: 'offline' }
    return answerOf(await decide('allow', usualScopes, { ...pkce, ...more })).code ?? ''
  }
  const form = (given: string) => ({
    grant_type: 'authorization_code',
    client_id: 'web-client',
    redirect_uri: redirectUri,
    code_verifier: verifier,
    code: given,
  })

  test('needs the client secret, also with PKCE', async () => {
    const reply = await exchange(form(await code()))
    expect([reply.status, await reply.json()]).toEqual([
      400,
      { error: 'invalid_request', error_description: 'client_secret is missing.' },
    ])
  })

  test('gives a refresh token for offline access, once per code', async () => {
    const given = await code()
    const reply = await exchange({ ...form(given), client_secret: 'secret' })
    const tokens = await reply.json()
    expect(tokens).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3599,
      refresh_token: expect.stringMatching(/^1\/\//),
    })
    expect((await exchange({ ...form(given), client_secret: 'secret' })).status).toBe(400)
    const refresh = {
      grant_type: 'refresh_token',
      client_id: 'web-client',
      client_secret: 'secret',
      refresh_token: tokens.refresh_token,
    }
    expect((await (await exchange(refresh)).json()).access_token).toMatch(/^ya29\./)
    google.expireTokens({ refresh: true })
    const dead = await exchange(refresh)
    expect([dead.status, await dead.json()]).toEqual([
      400,
      { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
    ])
  })

  test('refuses a wrong verifier and a wrong secret', async () => {
    expect((await exchange({ ...form(await code()), client_secret: 'wrong' })).status).toBe(401)
    const reply = await exchange({ ...form(await code()), client_secret: 'secret', code_verifier: 'x'.repeat(43) })
    expect((await reply.json()).error).toBe('invalid_grant')
  })
})

test('revoking one token ends the whole grant', async () => {
  const first = answerOf(await decide('allow', usualScopes)).access_token ?? ''
  const second = answerOf(await decide('allow', usualScopes)).access_token ?? ''
  const revoke = () =>
    google.fetch('https://oauth2.googleapis.com/revoke', {
      method: 'POST',
      body: new URLSearchParams({ token: first }),
    })
  expect((await revoke()).status).toBe(200)
  const me = await google.fetch('https://openidconnect.googleapis.com/v1/userinfo', {
    headers: { authorization: `Bearer ${second}` },
  })
  expect(me.status).toBe(401)
  expect((await revoke()).status).toBe(400)
})

test('a token without life is refused as Google does', async () => {
  const expired = google.tokenFor(ann, { lifeSeconds: 0 })
  const reply = await google.fetch('https://www.googleapis.com/calendar/v3/users/me/calendarList', {
    headers: { authorization: `Bearer ${expired}` },
  })
  expect([reply.status, (await reply.json()).error.errors[0]]).toEqual([
    401,
    {
      domain: 'global',
      reason: 'authError',
      message: 'Invalid Credentials',
      locationType: 'header',
      location: 'Authorization',
    },
  ])
})
