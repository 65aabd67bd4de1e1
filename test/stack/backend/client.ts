import { AuthClient } from '@supabase/auth-js'
import { PostgrestClient } from '@supabase/postgrest-js'
import { demoPassword, type Person } from '../crm/people.ts'

type Project = { readonly url: string; readonly publishableKey: string }

/** The official Auth client, with a session that lives in memory only. */
export const authClient = ({ url, publishableKey }: Project) =>
  new AuthClient({
    url: `${url}/auth/v1`,
    headers: { apikey: publishableKey },
    persistSession: false,
    autoRefreshToken: false,
  })

/** The official Data API client; anonymous without a token. */
export const restClient = ({ url, publishableKey }: Project, accessToken?: string) =>
  new PostgrestClient(`${url}/rest/v1`, {
    headers: { apikey: publishableKey, Authorization: `Bearer ${accessToken ?? publishableKey}` },
  })

/** Signs a demo person in, as supabase-js would, and answers their Data API client. */
export async function signIn(project: Project, person: Pick<Person, 'email'>) {
  const { data, error } = await authClient(project).signInWithPassword({ email: person.email, password: demoPassword })
  if (error) throw error
  return { session: data.session, rest: restClient(project, data.session.access_token) }
}
