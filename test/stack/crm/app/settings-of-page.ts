const meta = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content ?? ''

export const supabaseUrl = meta('supabase-url')
export const publishableKey = meta('supabase-key')

const query = new URLSearchParams(location.search)

/** What the sign-in form starts with. */
export const prefilled = { email: query.get('email') ?? '', password: query.get('password') ?? '' }

/** Whether the list listens to the integration hook; see README.md. */
export const isRefreshedByEvent = query.get('refresh') !== 'none'

// A password has no business in the address bar or in the history.
if (query.has('email') || query.has('password')) {
  query.delete('email')
  query.delete('password')
  const rest = query.toString()
  history.replaceState(null, '', location.pathname + (rest && `?${rest}`))
}
