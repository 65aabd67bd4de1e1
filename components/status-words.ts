import type { Instant } from '../lib/model/time.ts'
import type { PreviewView } from '../lib/store/views.ts'
import { companyName, moment, number, plural, providerName, quote, roughly, word } from '../lib/words.ts'
import type { IconName, Tone } from './icon.tsx'
import type { StatusView } from './status-of.ts'

/** What pressing the button of the status line asks for. */
export type StatusAction = 'sync' | 'connect' | 'calendars' | 'preview' | 'reconnect' | 'resume'

export type StatusWords = {
  readonly icon: IconName
  readonly tone: Tone
  readonly line: string
  readonly more: string
  /** What holds besides, in a line of its own. */
  readonly note?: string
  readonly action: { readonly does: StatusAction; readonly label: string; readonly isPrimary: boolean } | null
}

type Known = {
  readonly lastSyncAt: Instant | null
  readonly preview: PreviewView | null
}

const syncNow = (isPrimary = false) => ({ does: 'sync', label: word('sync_now'), isPrimary }) as const
const again = (label: string) => ({ does: 'sync', label, isPrimary: false }) as const
const problem = { icon: 'warning', tone: 'warn' } as const

/** When it was last in sync and when it is tried again, as far as that is known. */
function downMore(lastSyncAt: Instant | null, at: Instant | null): string {
  if (at === null) return word('st_soon')
  return lastSyncAt === null ? word('st_wait_more', moment(at)) : word('st_down_more', moment(lastSyncAt), moment(at))
}

const previewMore = ({ toCrm, toCalendar, linked, provider }: PreviewView) =>
  word('st_preview_more', toCrm, toCalendar, linked, providerName[provider])

export function statusWords(view: StatusView, { lastSyncAt, preview }: Known): StatusWords {
  switch (view.kind) {
    case 'not-set-up':
      return { ...problem, line: word('st_setup'), more: word('st_setup_more'), action: again(word('check_again')) }
    case 'no-organization':
      return { ...problem, line: word('st_org'), more: word('st_org_more'), action: again(word('check_again')) }
    case 'none-connected':
      return {
        icon: 'calendar',
        tone: 'muted',
        line: word('st_none'),
        more: word('st_none_more'),
        action: { does: 'connect', label: word('connect_do'), isPrimary: true },
      }
    case 'unseen':
      return {
        icon: 'calendar',
        tone: 'accent',
        line: word('st_unseen'),
        more: word('st_unseen_more'),
        action: { does: 'calendars', label: word('pv_look'), isPrimary: true },
      }
    case 'comparing':
      return {
        icon: 'sync',
        tone: 'accent',
        line: word('pv_loading', providerName[view.provider]),
        more: word('not_yet'),
        action: null,
      }
    case 'preview-waits':
      return {
        icon: 'eye',
        tone: 'accent',
        line: word('st_preview'),
        more: preview ? previewMore(preview) : '',
        action: { does: 'preview', label: word('pv_look'), isPrimary: true },
      }
    case 'never':
      return {
        icon: 'clock',
        tone: 'muted',
        line: word('st_never'),
        more: word('st_never_more'),
        action: syncNow(true),
      }
    case 'syncing':
      return { icon: 'sync', tone: 'accent', ...syncingWords(view), action: null }
    case 'offline':
      return {
        icon: 'offline',
        tone: 'muted',
        line: word('st_offline'),
        more: lastSyncAt === null ? word('st_offline_never') : word('st_offline_more', moment(lastSyncAt)),
        action: null,
      }
    case 'other-computer':
      return { icon: 'computer', tone: 'muted', line: word('st_other'), more: word('st_other_soon'), action: null }
    case 'wait-until':
      return {
        icon: 'clock',
        tone: 'warn',
        line: word('st_wait', view.provider ? providerName[view.provider] : word('your_crm')),
        more: view.at === null ? word('st_soon') : word('st_wait_more', moment(view.at)),
        action: null,
      }
    case 'silent':
      return {
        ...problem,
        line: view.provider ? word('st_cal_down', providerName[view.provider]) : word('st_crm_down'),
        more: downMore(lastSyncAt, view.at),
        action: again(word('try_now')),
      }
    case 'admin-approval':
      return {
        icon: 'lock',
        tone: 'warn',
        line: word('connect_admin'),
        more: `${word('connect_admin_more', companyName[view.provider])} ${word('connect_admin_again')}`,
        action: again(word('check_again')),
      }
    case 'reconnect':
      return {
        icon: 'plug',
        tone: 'bad',
        line: word('need_reconnect', providerName[view.provider]),
        more: word('need_reconnect_more', quote(view.email)),
        action: { does: 'reconnect', label: word('reconnect'), isPrimary: true },
      }
    case 'may-not-write':
      return {
        icon: 'lock',
        tone: 'warn',
        line: word('st_forbidden'),
        more: word('st_forbidden_more'),
        action: syncNow(),
      }
    case 'paused':
      return {
        icon: 'hold',
        tone: 'muted',
        line: word('st_paused_now'),
        more: word('st_paused_more'),
        action: { does: 'resume', label: word('resume'), isPrimary: true },
      }
    case 'stopped':
      return {
        ...problem,
        line: word('st_stopped'),
        more: downMore(lastSyncAt, view.at),
        action: again(word('try_now')),
      }
    case 'needs-you':
      return {
        ...problem,
        line: plural('st_needs', view.count),
        more: lastSyncAt === null ? '' : word('st_needs_more', moment(lastSyncAt)),
        action: syncNow(),
      }
    case 'in-sync':
      return {
        icon: 'ok',
        tone: 'ok',
        line: word('st_ok', moment(view.at)),
        more: plural('st_checked', view.checked),
        ...(view.limited && { note: word('st_limited', providerName[view.limited]) }),
        action: syncNow(true),
      }
  }
}

function syncingWords(view: Extract<StatusView, { kind: 'syncing' }>): { line: string; more: string } {
  const { done, total, leftMs } = view
  const amount = total === null ? '' : word('st_run_n', done, total)
  const line = view.isFirst ? word('st_first') : amount || word('st_run')
  if (total === null) return { line, more: '' }
  if (leftMs !== null) return { line, more: word('st_progress', done, number(total), roughly(leftMs)) }
  return { line, more: view.isFirst ? amount : '' }
}
