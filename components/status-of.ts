import type { Provider } from '../lib/model/account.ts'
import type { AccountId } from '../lib/model/ids.ts'
import { type Instant, toMs } from '../lib/model/time.ts'
import type { Problem } from '../lib/store/status.ts'
import type { AccountView, NeedView, Overview } from '../lib/store/views.ts'

/** The one thing the status line says; the first that is true, in the order of `statusOf`. */
export type StatusView =
  | { readonly kind: 'not-set-up' | 'no-organization' | 'none-connected' | 'unseen' | 'preview-waits' | 'never' }
  | { readonly kind: 'comparing'; readonly provider: Provider }
  | {
      readonly kind: 'syncing'
      readonly isFirst: boolean
      readonly done: number
      readonly total: number | null
      /** null while too little is done to tell. */
      readonly leftMs: number | null
      readonly throttled: { readonly provider: Provider; readonly forMs: number } | null
    }
  | { readonly kind: 'offline' }
  | { readonly kind: 'other-computer' }
  | { readonly kind: 'wait-until'; readonly provider: Provider | null; readonly at: Instant | null }
  | { readonly kind: 'silent'; readonly provider: Provider | null; readonly at: Instant | null }
  | { readonly kind: 'admin-approval'; readonly provider: Provider }
  | { readonly kind: 'reconnect'; readonly accountId: AccountId; readonly provider: Provider; readonly email: string }
  | { readonly kind: 'may-not-write' | 'paused' }
  | { readonly kind: 'stopped'; readonly at: Instant | null }
  | { readonly kind: 'needs-you'; readonly count: number }
  /** `limited`: no server keeps the sign-in, so this provider will ask again. */
  | { readonly kind: 'in-sync'; readonly at: Instant; readonly checked: number; readonly limited: Provider | null }

export type Situation = {
  readonly overview: Overview
  readonly accounts: readonly AccountView[]
  readonly needs: readonly NeedView[]
  readonly isOnline: boolean
  readonly now: number
}

export function statusOf({ overview, accounts, needs, isOnline, now }: Situation): StatusView {
  const { problem, phase, preview, lastSyncAt } = overview
  const firstUnseen = accounts.find((account) => !account.isConsented)

  if (problem?.code === 'not-set-up') return { kind: 'not-set-up' }
  if (problem?.code === 'no-organization') return { kind: 'no-organization' }
  if (phase.kind === 'syncing') {
    // With a preview at hand the person has said yes to it, and this is the first sync itself.
    const isPreviewing = firstUnseen && preview === null && accounts.every((account) => !account.isConsented)
    return isPreviewing ? { kind: 'comparing', provider: firstUnseen.provider } : syncing(overview, phase, now)
  }
  if (!isOnline) return { kind: 'offline' }
  if (accounts.length === 0) return problem ? problemView(problem, accounts) : { kind: 'none-connected' }
  if (preview) return { kind: 'preview-waits' }
  if (accounts.every((account) => account.state === 'paused')) return { kind: 'paused' }
  if (problem && !waitsForPerson(problem, needs)) return problemView(problem, accounts)
  if (firstUnseen) return { kind: 'unseen' }
  const unapproved = accounts.find((account) => account.state === 'needs-admin-approval')
  if (unapproved) return { kind: 'admin-approval', provider: unapproved.provider }
  if (needs.length > 0) return { kind: 'needs-you', count: needs.length }
  if (lastSyncAt === null) return { kind: 'never' }
  const limited = accounts.find((account) => account.state === 'expiring')?.provider ?? null
  return { kind: 'in-sync', at: lastSyncAt, checked: overview.checked, limited }
}

/** The needs list below already says it, with its button. */
const waitsForPerson = (problem: Problem, needs: readonly NeedView[]) =>
  (problem.code === 'auth-expired' && needs.some((need) => need.kind === 'reconnect')) ||
  (problem.code === 'held' && needs.some((need) => need.kind === 'held')) ||
  (problem.code === 'rejected' && needs.some((need) => need.kind === 'rejected'))

function problemView({ code, provider, nextTryAt: at }: Problem, accounts: readonly AccountView[]): StatusView {
  const account = accounts.find((each) => each.provider === provider) ?? accounts[0]
  switch (code) {
    case 'rate-limited':
    case 'quota-exhausted':
      return { kind: 'wait-until', provider, at }
    case 'unavailable':
      return { kind: 'silent', provider, at }
    case 'lease-held':
      return { kind: 'other-computer' }
    case 'needs-admin-approval':
      return { kind: 'admin-approval', provider: provider ?? account?.provider ?? 'google' }
    case 'forbidden':
      return { kind: 'may-not-write' }
    case 'auth-expired':
      return account
        ? { kind: 'reconnect', accountId: account.id, provider: account.provider, email: account.email }
        : { kind: 'stopped', at }
    case 'not-set-up':
    case 'no-organization':
      return { kind: code }
    case 'cursor-expired':
    case 'precondition-failed':
    case 'duplicate':
    case 'not-found':
    case 'rejected':
    case 'held':
      return { kind: 'stopped', at }
  }
}

const soonest = 5000 // milliseconds before a guess about the rest is worth anything

function syncing(overview: Overview, phase: Extract<Overview['phase'], { kind: 'syncing' }>, now: number): StatusView {
  const spent = now - toMs(phase.startedAt)
  const { done, total } = phase
  const canGuess = total !== null && done > 0 && done < total && spent > soonest
  const { problem } = overview
  const isThrottled = problem?.code === 'rate-limited' && problem.provider && problem.nextTryAt
  return {
    kind: 'syncing',
    isFirst: overview.lastSyncAt === null,
    done,
    total,
    leftMs: canGuess ? (spent / done) * (total - done) : null,
    throttled:
      isThrottled && problem.provider && problem.nextTryAt
        ? { provider: problem.provider, forMs: Math.max(0, toMs(problem.nextTryAt) - now) }
        : null,
  }
}
