/** Where the outside world is, as the build was told (`.env`, see https://wxt.dev/guide/essentials/config/environment-variables). */
// Written out: Vite replaces only the whole expression, a destructured one is undefined in the built extension.
const env = import.meta.env
const or = (value: unknown, otherwise: string) => (typeof value === 'string' && value !== '' ? value : otherwise)

export const addresses = {
  googleApi: or(env.WXT_GOOGLE_API, 'https://www.googleapis.com'),
  googleAccounts: or(env.WXT_GOOGLE_ACCOUNTS, 'https://accounts.google.com'),
  googleUserinfo: or(env.WXT_GOOGLE_USERINFO, 'https://openidconnect.googleapis.com'),
  /** Empty until a client is registered at Google: then nobody can connect a Google account. */
  googleClientId: or(env.WXT_GOOGLE_CLIENT_ID, ''),
  /** Preset of the options page; empty means that the person has to enter it. */
  crmUrl: or(env.WXT_CRM_URL, ''),
  supabaseUrl: or(env.WXT_SUPABASE_URL, ''),
  supabaseKey: or(env.WXT_SUPABASE_KEY, ''),
} as const
