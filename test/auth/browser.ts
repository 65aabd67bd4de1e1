import type { LaunchFlow } from '../../lib/auth/authorize.ts'
import type { Google } from '../stack/google/google.ts'

export const redirectUri = 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/'

/** What the person does in the consent window. */
export type Person =
  | { readonly does: 'allow'; readonly email: string; readonly ticks?: readonly string[] }
  | { readonly does: 'cancel' }
  | { readonly does: 'close' }

/** The browser's `launchWebAuthFlow`, in front of the stand-in's real pages. */
export function browserAt(google: Google, person: Person = { does: 'close' }): LaunchFlow {
  return async ({ url, interactive }) => {
    const first = await google.fetch(new Request(url, { redirect: 'manual' }))
    const at = first.headers.get('location')
    if (at !== null) return at
    if (!interactive) throw new Error('User interaction required. Try setting `abortOnLoadForNonInteractive` and …')
    if (person.does === 'close') throw new Error('The user did not approve access.')
    const form = new URLSearchParams(new URL(url).search)
    form.set('decision', person.does)
    if (person.does === 'allow') {
      form.set('person', person.email)
      for (const scope of person.ticks ?? (form.get('scope') ?? '').split(' ')) form.append('granted', scope)
    }
    const answer = await google.fetch(
      new Request(new URL('/o/oauth2/v2/auth', url), { method: 'POST', body: form, redirect: 'manual' }),
    )
    return answer.headers.get('location') ?? undefined
  }
}
