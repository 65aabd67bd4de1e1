import type { Direction } from '../lib/model/account.ts'
import { toMs } from '../lib/model/time.ts'
import type { Problem } from '../lib/store/status.ts'
import type { AccountView } from '../lib/store/views.ts'
import { list, moment, providerName, quote, word } from '../lib/words.ts'
import type { IconName, Tone } from './icon.tsx'

export type AccountChip = { readonly icon: IconName; readonly tone?: Tone; readonly text: string }

const freshFor = 30 * 60_000 // milliseconds: an older green would need its time

/** What is going on around the account. */
export type Around = { readonly isSyncing: boolean; readonly problem: Problem | null; readonly now: number }

/** How one account stands. */
export function accountChip(account: AccountView, { isSyncing, problem, now }: Around): AccountChip {
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
      if (!account.isConsented || account.lastSync === null || isStopped(account, problem)) {
        return { icon: 'clock', text: word('mark_wait') }
      }
      return now - toMs(account.lastSync) > freshFor
        ? { icon: 'clock', text: word('op_synced', moment(account.lastSync)) }
        : { icon: 'ok', tone: 'ok', text: word('mark_ok') }
  }
}

const isStopped = (account: AccountView, problem: Problem | null) =>
  problem !== null && (problem.provider === null || problem.provider === account.provider)

const directionWord = { 'two-way': 'acct_both', import: 'acct_in', export: 'acct_out' } as const satisfies Record<
  Exclude<Direction, 'off'>,
  string
>

/** `Google · Work, Training · both ways`; a main calendar has its account's address for a name, which is not said twice. */
export function accountMore({ provider, email, calendars }: AccountView): string {
  const name = providerName[provider]
  const groups = (['two-way', 'import', 'export'] as const).flatMap((direction) => {
    const names = calendars.filter((calendar) => calendar.direction === direction).map(({ name: each }) => each)
    const isItself = names.length === 1 && names[0] === email
    const said = isItself ? [] : [list(names.map((each) => quote(each)))]
    return names.length > 0 ? [...said, word(directionWord[direction])] : []
  })
  return [name, ...(groups.length > 0 ? groups : [word('acct_none')])].join(' · ')
}
