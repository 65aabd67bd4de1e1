import { type Answer, json } from './answer.ts'
import { type Code, mintAccess, mintRefresh, revoke, tokenLife } from './grants.ts'
import type { OAuthSite } from './oauth.ts'
import { type Client, findClient } from './oauth-clients.ts'

const refused = (error: string, description: string, status = 400) =>
  json({ error, error_description: description }, {}, status)

/** The token endpoint: a code or a refresh token for an access token. */
export async function answerToken(site: OAuthSite, form: URLSearchParams): Promise<Answer> {
  const { world, grants } = site
  const client = findClient(site.clients, form.get('client_id') ?? '')
  if (!client) return refused('invalid_client', 'The OAuth client was not found.', 401)
  const secret = form.get('client_secret')
  // Google asks web and desktop clients for the secret also when the code is bound by PKCE.
  if (secret === null || secret === '') return refused('invalid_request', 'client_secret is missing.')
  if (secret !== client.secret) return refused('invalid_client', 'Unauthorized', 401)
  const type = form.get('grant_type')
  if (type === 'authorization_code') return exchange(site, client, form)
  if (type !== 'refresh_token') return refused('unsupported_grant_type', `Invalid grant_type: ${type ?? ''}`)
  const refresh = grants.refresh.find(({ token }) => token === form.get('refresh_token'))
  if (!refresh || refresh.isDead || refresh.clientId !== client.id)
    return refused('invalid_grant', 'Token has been expired or revoked.')
  const access = mintAccess(grants, world.random, world.now().getTime(), refresh)
  return tokens(access.token, refresh.scopes, {})
}

async function exchange({ world, grants }: OAuthSite, client: Client, form: URLSearchParams): Promise<Answer> {
  const now = world.now().getTime()
  const code = grants.codes.find((known) => known.code === form.get('code'))
  if (!code || code.expiresAt < now || code.clientId !== client.id)
    return refused('invalid_grant', 'Malformed auth code.')
  grants.codes = grants.codes.filter((known) => known !== code)
  if (form.get('redirect_uri') !== code.redirectUri) return refused('redirect_uri_mismatch', 'Bad Request')
  if (!(await isVerified(code, form.get('code_verifier')))) return refused('invalid_grant', 'Invalid code verifier.')
  const { email, clientId, scopes } = code
  const access = mintAccess(grants, world.random, now, { email, scopes })
  const refresh = code.isOffline ? mintRefresh(grants, world.random, { email, clientId, scopes }) : null
  return tokens(access.token, scopes, refresh ? { refresh_token: refresh.token } : {})
}

async function isVerified({ challenge }: Code, verifier: string | null): Promise<boolean> {
  if (challenge === null) return true
  if (verifier === null) return false
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return Buffer.from(digest).toString('base64url') === challenge
}

const tokens = (token: string, scopes: readonly string[], extra: Record<string, string>) =>
  json({ access_token: token, expires_in: tokenLife, ...extra, scope: scopes.join(' '), token_type: 'Bearer' })

export function answerRevoke({ grants }: OAuthSite, token: string | null): Answer {
  if (token !== null && revoke(grants, token)) return json({})
  return refused('invalid_token', 'Token expired or revoked')
}
