import type { Direction } from '../lib/model/account.ts'
import type { AccountView } from '../lib/store/views.ts'
import { list, providerName, quote, word } from '../lib/words.ts'
import type { IconName, Tone } from './icon.tsx'

export type AccountChip = { readonly icon: IconName; readonly tone?: Tone; readonly text: string }

/** How one account stands. `isSyncing`: a run is on. */
export function accountChip(account: AccountView, isSyncing: boolean): AccountChip {
  switch (account.state) {
    case 'needs-reconnect':
      return { icon: 'plug', tone: 'bad', text: word('acct_again') }
    case 'needs-admin-approval':
      return { icon: 'lock', tone: 'warn', text: word('acct_approval') }
    case 'paused':
      return { icon: 'hold', text: word('st_paused_now') }
    case 'read-only':
      return { icon: 'eye', text: word('mark_view') }
    case 'ok':
    case 'expiring':
      if (isSyncing) return { icon: 'sync', tone: 'accent', text: word('acct_syncing') }
      return account.isConsented && account.lastSync !== null
        ? { icon: 'ok', tone: 'ok', text: word('mark_ok') }
        : { icon: 'clock', text: word('mark_wait') }
  }
}

const directionWord = { 'two-way': 'acct_both', import: 'acct_in', export: 'acct_out' } as const satisfies Record<
  Exclude<Direction, 'off'>,
  string
>

/** `Google · Work, Training · both ways` */
export function accountMore({ provider, calendars }: AccountView): string {
  const name = providerName[provider]
  const groups = (['two-way', 'import', 'export'] as const).flatMap((direction) => {
    const names = calendars.filter((calendar) => calendar.direction === direction).map(({ name: each }) => quote(each))
    return names.length > 0 ? [list(names), word(directionWord[direction])] : []
  })
  return [name, ...(groups.length > 0 ? groups : [word('acct_none')])].join(' · ')
}
