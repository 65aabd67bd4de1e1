import type { Check } from '../messages.ts'
import { listOrganizations } from './accounts.ts'
import { type CrmAddress, createCrmClient, restUrl } from './client.ts'

export type CheckOptions = CrmAddress & {
  /** The signed-in user's token, where somebody is signed in: only then the organisation can be named. */
  readonly accessToken?: string | null
  readonly fetch?: typeof fetch
  readonly timeoutMs?: number
}

/** Tries address and key as the options page needs it. A secret key is never sent anywhere. */
export async function checkConnection(options: CheckOptions): Promise<Check> {
  if (isSecretKey(options.publishableKey)) return { kind: 'secret-key' }
  if (!isProjectUrl(options.supabaseUrl)) return { kind: 'bad-url' }
  const tables = await findTables(options)
  if (tables.kind !== 'reached') return tables
  return {
    kind: 'saved',
    hasTables: tables.hasTables,
    organization: tables.hasTables ? await nameOrganization(options) : null,
  }
}

/** New secret keys say so; old ones are JWTs with role service_role. https://supabase.com/docs/guides/api/api-keys */
export function isSecretKey(key: string): boolean {
  if (key.startsWith('sb_secret_')) return true
  const [, payload] = key.split('.')
  if (!payload) return false
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
    return typeof claims === 'object' && claims !== null && 'role' in claims && claims.role !== 'anon'
  } catch {
    return false
  }
}

/** https, or http on this machine; no path of its own, no search, no password. */
function isProjectUrl(text: string): boolean {
  const url = URL.parse(text)
  if (!url || url.username || url.password || url.search || url.hash || url.pathname !== '/') return false
  return (
    url.protocol === 'https:' ||
    (url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname))
  )
}

type Tables =
  | { readonly kind: 'reached'; readonly hasTables: boolean }
  | { readonly kind: 'bad-url' | 'bad-key' | 'unavailable' }

/** Asks for our table as nobody: PostgREST says whether it knows the table before it says no. */
async function findTables(options: CheckOptions): Promise<Tables> {
  let response: Response
  try {
    response = await (options.fetch ?? fetch)(`${restUrl(options)}/calendar_accounts?select=id&limit=0`, {
      headers: { apikey: options.publishableKey },
      signal: AbortSignal.timeout(options.timeoutMs ?? 10_000),
      credentials: 'omit',
    })
  } catch {
    return { kind: 'unavailable' }
  }
  const body: unknown = await response.json().catch(() => null)
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : null
  if (response.ok && Array.isArray(body)) return { kind: 'reached', hasTables: true }
  if (code === '42501') return { kind: 'reached', hasTables: true }
  if (code === 'PGRST205' || code === '42P01') return { kind: 'reached', hasTables: false }
  if (response.status === 401 || response.status === 403) return { kind: body === null ? 'bad-url' : 'bad-key' }
  if (response.status === 429 || response.status >= 500) return { kind: 'unavailable' }
  return { kind: 'bad-url' }
}

async function nameOrganization({ accessToken, ...address }: CheckOptions): Promise<string | null> {
  if (!accessToken) return null
  try {
    const [first] = await listOrganizations(createCrmClient({ ...address, accessToken: async () => accessToken }))
    return first?.name ?? null
  } catch {
    return null // the connection works all the same; the first sync says what is wrong
  }
}
