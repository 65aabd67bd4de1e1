import type { Status } from '../../lib/store/status.ts'
import { plural, word } from '../../lib/words.ts'

/** What the group of buttons shows, in finished sentences: after an update of the extension none can be looked up. */
export type GroupView =
  | { readonly kind: 'connect'; readonly connect: string }
  | {
      readonly kind: 'connected'
      readonly sync: string
      readonly isSyncing: boolean
      /** Why Sync is off on this page; null: it is not. */
      readonly why: string | null
      readonly manage: string
      /** null: nothing waits for the person. */
      readonly needs: { readonly label: string; readonly count: number } | null
    }

export function groupView(status: Status, isSomeoneElse: boolean): GroupView {
  if (!status.isConfigured || status.userId === null || status.connectedAccounts === 0) {
    return { kind: 'connect', connect: word('connect_do') }
  }
  const manage = word('pg_manage')
  if (isSomeoneElse) {
    return { kind: 'connected', sync: word('pg_off'), isSyncing: false, why: word('pg_off_why'), manage, needs: null }
  }
  return {
    kind: 'connected',
    sync: syncLabel(status),
    isSyncing: status.phase.kind === 'syncing',
    why: null,
    manage,
    needs: status.needsYou > 0 ? { label: plural('pg_needs', status.needsYou), count: status.needsYou } : null,
  }
}

function syncLabel({ phase }: Status): string {
  if (phase.kind === 'idle') return word('pg_sync')
  return phase.total ? word('pg_run', percent(phase.done, phase.total)) : word('st_run')
}

/** 100 is said only when all is done. */
export const percent = (done: number, total: number) => Math.min(100, Math.floor((100 * done) / total))
