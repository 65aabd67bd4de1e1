import { type Answer, html, redirect } from './answer.ts'
import { allow, type Grants, mintAccess, mintCode, tokenLife } from './grants.ts'
import { type Client, findClient, isRedirectAllowed } from './oauth-clients.ts'
import { consentPage, errorPage } from './oauth-page.ts'
import { answerRevoke, answerToken } from './oauth-token.ts'
import { isIdentity, spelledOut } from './scopes.ts'
import type { Person } from './types.ts'
import type { World } from './world.ts'

export type OAuthSite = { readonly world: World; readonly grants: Grants; readonly clients: readonly Client[] }
type Asked = { readonly method: string; readonly url: URL; readonly headers: Headers; readonly body: string }

/** What an authorize request asks for. */
export type Wanted = {
  readonly client: Client
  readonly redirectUri: string
  readonly responseType: 'token' | 'code'
  readonly scopes: readonly string[]
  readonly state: string | null
  readonly hint: string
  readonly prompt: readonly string[]
  readonly challenge: string | null
  readonly isOffline: boolean
  readonly includesGranted: boolean
}

export async function answerOAuth(
  site: OAuthSite,
  asked: Asked,
  operation: 'oauth.authorize' | 'oauth.token' | 'oauth.revoke',
): Promise<Answer> {
  const form = new URLSearchParams(asked.body)
  if (operation === 'oauth.revoke') return answerRevoke(site, form.get('token') ?? asked.url.searchParams.get('token'))
  if (operation === 'oauth.token') return answerToken(site, form)
  if (asked.method === 'POST') return answerConsent(site, form)
  return answerAuthorize(site, asked.url.searchParams)
}

function read(site: OAuthSite, query: URLSearchParams): Wanted | Answer {
  const client = findClient(site.clients, query.get('client_id') ?? '')
  if (!client) return html(errorPage('Error 401: invalid_client', 'The OAuth client was not found.'), 401)
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!isRedirectAllowed(client, redirectUri))
    return html(
      errorPage(
        'Error 400: redirect_uri_mismatch',
        `${redirectUri || 'No address'} is not registered for this client.`,
      ),
      400,
    )
  const responseType = query.get('response_type')
  if (responseType !== 'token' && responseType !== 'code')
    return html(errorPage('Error 400: unsupported_response_type', 'response_type must be token or code.'), 400)
  const scopes = (query.get('scope') ?? '').split(/\s+/).filter(Boolean)
  if (scopes.length === 0)
    return html(errorPage('Error 400: invalid_request', 'Missing required parameter: scope'), 400)
  const method = query.get('code_challenge_method')
  if (method !== null && method !== 'S256' && method !== 'plain')
    return html(errorPage('Error 400: invalid_request', 'Unknown code_challenge_method.'), 400)
  return {
    client,
    redirectUri,
    responseType,
    scopes: spelledOut(scopes),
    state: query.get('state'),
    hint: query.get('login_hint') ?? '',
    prompt: (query.get('prompt') ?? '').split(/\s+/).filter(Boolean),
    challenge: query.get('code_challenge'),
    isOffline: query.get('access_type') === 'offline',
    includesGranted: query.get('include_granted_scopes') === 'true',
  }
}

function answerAuthorize(site: OAuthSite, query: URLSearchParams): Answer {
  const wanted = read(site, query)
  if ('status' in wanted) return wanted
  const { people } = site.world
  const hinted = [...people.values()].find(({ email, sub }) => email === wanted.hint || sub === wanted.hint)
  const consented = site.grants.grants.filter(
    ({ clientId, scopes }) => clientId === wanted.client.id && wanted.scopes.every((scope) => scopes.includes(scope)),
  )
  const known =
    hinted ?? (wanted.hint === '' && consented.length === 1 ? people.get(consented[0]?.email ?? '') : undefined)
  const hasConsent = known !== undefined && consented.some(({ email }) => email === known.email)
  if (wanted.prompt.includes('none')) {
    if (!known) return back(wanted, { error: wanted.hint === '' ? 'interaction_required' : 'login_required' })
    return hasConsent ? grant(site, wanted, known, wanted.scopes) : back(wanted, { error: 'interaction_required' })
  }
  if (hinted && hasConsent && wanted.prompt.length === 0) return grant(site, wanted, hinted, wanted.scopes)
  return html(consentPage(wanted, [...people.values()], hinted ?? null, query))
}

function answerConsent(site: OAuthSite, form: URLSearchParams): Answer {
  const wanted = read(site, form)
  if ('status' in wanted) return wanted
  if (form.get('decision') !== 'allow') return back(wanted, { error: 'access_denied' })
  const person = site.world.people.get(form.get('person') ?? '')
  if (!person) return back(wanted, { error: 'login_required' })
  const ticked = form.getAll('granted')
  return grant(
    site,
    wanted,
    person,
    wanted.scopes.filter((scope) => isIdentity(scope) || ticked.includes(scope)),
  )
}

function grant(site: OAuthSite, wanted: Wanted, person: Person, scopes: readonly string[]): Answer {
  const { world, grants } = site
  const isFirst = !grants.grants.some(({ email, clientId }) => email === person.email && clientId === wanted.client.id)
  const all = allow(grants, person.email, wanted.client.id, scopes).scopes
  const given = wanted.includesGranted ? all : scopes
  const now = world.now().getTime()
  if (wanted.responseType === 'token') {
    const access = mintAccess(grants, world.random, now, { email: person.email, scopes: given })
    return back(wanted, {
      access_token: access.token,
      token_type: 'Bearer',
      expires_in: String(tokenLife),
      scope: given.join(' '),
      authuser: '0',
      prompt: wanted.prompt.includes('none') ? 'none' : 'consent',
    })
  }
  const code = mintCode(grants, world.random, {
    email: person.email,
    clientId: wanted.client.id,
    scopes: [...given],
    redirectUri: wanted.redirectUri,
    challenge: wanted.challenge,
    isOffline: wanted.isOffline && (isFirst || wanted.prompt.includes('consent')),
    expiresAt: now + 600_000,
  })
  return back(wanted, { code: code.code, scope: given.join(' '), authuser: '0', prompt: 'consent' })
}

/** To the client: in the fragment for the implicit flow, in the query for a code. */
function back(wanted: Wanted, answer: Record<string, string>): Answer {
  const params = new URLSearchParams({ ...(wanted.state === null ? {} : { state: wanted.state }), ...answer })
  const url = new URL(wanted.redirectUri)
  if (wanted.responseType === 'token') url.hash = params.toString()
  else for (const [name, value] of params) url.searchParams.set(name, value)
  return redirect(url.href)
}
