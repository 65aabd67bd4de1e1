import { AuthClient } from '@supabase/auth-js'
import { publishableKey, supabaseUrl } from '../settings-of-page.ts'

/** Session in localStorage under supabase-js's own key. */
export const auth = new AuthClient({
  url: `${supabaseUrl}/auth/v1`,
  headers: { apikey: publishableKey },
  storageKey: `sb-${new URL(supabaseUrl).hostname.split('.')[0]}-auth-token`,
  detectSessionInUrl: false,
})
