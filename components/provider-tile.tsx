import type { Provider } from '../lib/model/account.ts'
import { providerName } from '../lib/words.ts'

/** A neutral letter, never a logo. */
export function ProviderTile({ provider }: { readonly provider: Provider }) {
  return (
    <span className="tile" aria-hidden="true">
      {providerName[provider].charAt(0)}
    </span>
  )
}
