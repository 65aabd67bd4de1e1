import type { IconName, Tone } from '../../components/icon.tsx'
import type { Counts } from '../../lib/model/run.ts'
import type { Problem, Status } from '../../lib/store/status.ts'
import { companyName, moment, plural, providerName, word } from '../../lib/words.ts'

/** A problem as a person reads it: what happened, what is safe or to do, and the button that leads there. */
export type ProblemWords = {
  readonly icon: IconName
  readonly tone: Tone
  readonly title: string
  readonly more: string | null
  /** null: it heals by itself. */
  readonly action: string | null
}

/** Whether a run changed anything on either side. */
export const didSomething = ({ imported, exported, updated, deleted, linked }: Counts) =>
  imported + exported + updated + deleted + linked > 0

const waits = { tone: 'muted', action: null } as const
const bad = { tone: 'bad', icon: 'warning' } as const

export function problemWords(problem: Problem, status: Status, isOnline: boolean): ProblemWords {
  const who = problem.provider && providerName[problem.provider]
  const company = problem.provider && companyName[problem.provider]
  const nothing = status.lastRun && didSomething(status.lastRun.counts) ? null : word('t_nothing')
  switch (problem.code) {
    case 'auth-expired':
      return who
        ? { ...bad, icon: 'plug', title: word('need_reconnect', who), more: nothing, action: word('reconnect') }
        : { ...bad, icon: 'plug', title: word('signin_ended'), more: null, action: word('signin_do') }
    case 'needs-admin-approval':
      return {
        ...bad,
        title: word('connect_admin'),
        more: company && word('connect_admin_more', company),
        action: word('show'),
      }
    case 'forbidden':
      return {
        ...bad,
        tone: 'warn',
        title: word('st_forbidden'),
        more: word('st_forbidden_more'),
        action: word('show'),
      }
    case 'not-set-up':
      return { ...bad, title: word('st_setup'), more: word('st_setup_more'), action: null }
    case 'no-organization':
      return { ...bad, title: word('st_org'), more: word('st_org_more'), action: null }
    case 'held':
      return { ...bad, icon: 'hold', tone: 'warn', ...heldWords(status, who), action: word('look') }
    case 'rate-limited':
    case 'quota-exhausted':
      return {
        ...waits,
        icon: 'clock',
        title: word('st_wait', who ?? word('your_crm')),
        more: problem.nextTryAt ? word('st_wait_more', moment(problem.nextTryAt)) : word('st_soon'),
      }
    case 'unavailable':
      if (!isOnline) return { ...waits, icon: 'offline', title: word('st_offline'), more: word('t_offline') }
      return {
        ...waits,
        icon: 'clock',
        title: who ? word('st_cal_down', who) : word('st_crm_down'),
        more: downWords(problem, status),
      }
    case 'lease-held':
      return { ...waits, icon: 'computer', title: word('st_other'), more: word('st_other_soon') }
    case 'cursor-expired':
    case 'precondition-failed':
    case 'duplicate':
    case 'not-found':
    case 'rejected':
      return { ...waits, icon: 'clock', title: word('st_stopped'), more: word('st_soon') }
  }
}

function heldWords({ lastRun }: Status, who: string | null) {
  const more = who && word('need_held_more', who)
  return { title: plural('need_held', lastRun?.counts.held || 1), more }
}

function downWords({ nextTryAt }: Problem, { lastSyncAt }: Status): string {
  if (!nextTryAt) return word('st_soon')
  return lastSyncAt
    ? word('st_down_more', moment(lastSyncAt), moment(nextTryAt))
    : word('st_wait_more', moment(nextTryAt))
}

/** What a person must do something about; the rest is told only to someone who asked for a sync. */
export const needsPerson = ({ code }: Problem) =>
  ['auth-expired', 'needs-admin-approval', 'forbidden', 'not-set-up', 'no-organization', 'held'].includes(code)
