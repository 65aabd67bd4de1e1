import { type Random, randomText } from './random.ts'

/** Who allowed which client what, and the tokens that came of it. */
export type AccessToken = { token: string; email: string; scopes: string[]; expiresAt: number }
export type RefreshToken = { token: string; email: string; clientId: string; scopes: string[]; isDead: boolean }
export type Grant = { email: string; clientId: string; scopes: string[] }
export type Code = {
  code: string
  email: string
  clientId: string
  scopes: string[]
  redirectUri: string
  challenge: string | null
  isOffline: boolean
  expiresAt: number
}

export type Grants = { access: AccessToken[]; refresh: RefreshToken[]; grants: Grant[]; codes: Code[] }

export const noGrants = (): Grants => ({ access: [], refresh: [], grants: [], codes: [] })

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** A token's life in seconds, as Google announces it. */
export const tokenLife = 3599

type Minted = { readonly email: string; readonly scopes: readonly string[]; readonly lifeSeconds?: number }

export function mintAccess(grants: Grants, random: Random, now: number, minted: Minted): AccessToken {
  const { email, scopes, lifeSeconds = tokenLife } = minted
  grants.access = grants.access.filter(({ expiresAt }) => expiresAt > now)
  const token: AccessToken = {
    token: `ya29.${randomText(random, 80, alphabet)}`,
    email,
    scopes: [...scopes],
    expiresAt: now + lifeSeconds * 1000,
  }
  grants.access.push(token)
  return token
}

export function mintRefresh(grants: Grants, random: Random, of: Omit<RefreshToken, 'token' | 'isDead'>): RefreshToken {
  const token: RefreshToken = { ...of, token: `1//0${randomText(random, 60, alphabet)}`, isDead: false }
  grants.refresh.push(token)
  return token
}

export function mintCode(grants: Grants, random: Random, of: Omit<Code, 'code'>): Code {
  const code: Code = { ...of, code: `4/0A${randomText(random, 60, alphabet)}` }
  grants.codes.push(code)
  return code
}

export function allow(grants: Grants, email: string, clientId: string, scopes: readonly string[]): Grant {
  const known = grants.grants.find((grant) => grant.email === email && grant.clientId === clientId)
  const all = [...new Set([...(known?.scopes ?? []), ...scopes])]
  if (known) {
    known.scopes = all
    return known
  }
  const grant = { email, clientId, scopes: all }
  grants.grants.push(grant)
  return grant
}

/** Google ends the whole grant of the user, whichever of its tokens is named. Answers whether it knew the token. */
export function revoke(grants: Grants, token: string): boolean {
  const found =
    grants.access.find((access) => access.token === token) ?? grants.refresh.find((one) => one.token === token)
  if (!found) return false
  forget(grants, found.email)
  return true
}

export function forget(grants: Grants, email: string): void {
  grants.access = grants.access.filter((access) => access.email !== email)
  grants.grants = grants.grants.filter((grant) => grant.email !== email)
  for (const refresh of grants.refresh) if (refresh.email === email) refresh.isDead = true
}

export const bearerOf = (headers: Headers) => /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null

export const liveToken = (grants: Grants, token: string | null, now: number) =>
  grants.access.find((access) => access.token === token && access.expiresAt > now) ?? null
