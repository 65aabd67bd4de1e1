import type { AccountView } from '../lib/store/views.ts'
import { word } from '../lib/words.ts'
import { type Around, accountChip, accountMore } from './account-words.ts'
import { Button } from './button.tsx'
import { Chip } from './chip.tsx'
import { ProviderTile } from './provider-tile.tsx'
import { Sentence } from './sentence.tsx'

type AccountRowProps = {
  readonly account: AccountView
  readonly around: Around
  readonly onMore: (account: AccountView) => void
}

/** A connected account, how it stands, and the way to its details. */
export function AccountRow({ account, around, onMore }: AccountRowProps) {
  return (
    <li className="acct">
      <ProviderTile provider={account.provider} />
      <div className="narrow">
        <div className="sm b cut">
          <bdi>{account.email}</bdi>
        </div>
        <div className="xs muted">
          <Sentence text={accountMore(account)} />
        </div>
      </div>
      <div className="row close">
        <Chip {...accountChip(account, around)} />
        <Button
          id={`account-${account.id}`}
          look="icon"
          icon="more"
          aria-label={word('more_for', account.email)}
          onClick={() => onMore(account)}
        />
      </div>
    </li>
  )
}
