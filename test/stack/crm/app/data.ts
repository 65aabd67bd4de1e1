import { PostgrestClient } from '@supabase/postgrest-js'
import type { Database } from './database.ts'
import { auth } from './session/auth.ts'
import { publishableKey, supabaseUrl } from './settings-of-page.ts'

/** The Data API as the person who is signed in. */
export const data = new PostgrestClient<Database>(`${supabaseUrl}/rest/v1`, {
  headers: { apikey: publishableKey },
  fetch: async (input, init) => {
    const { data } = await auth.getSession()
    const headers = new Headers(init?.headers)
    headers.set('Authorization', `Bearer ${data.session?.access_token ?? publishableKey}`)
    return fetch(input, { ...init, headers })
  },
})

type Failure = { readonly code: string; readonly message: string }

/** Says what went wrong in words a person can act on. */
export function explain({ code, message }: Failure): string {
  if (code === '') return 'The server cannot be reached. Check the connection.'
  if (code === '42501') return 'You may not do that.'
  if (code === '23505') return 'There is one like this already.'
  if (code === '23514') return 'The end lies before the start, or something is left empty.'
  return `The server answered: ${message}`
}
