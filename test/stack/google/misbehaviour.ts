import { createGate, type Gate, type Hold, type Moment } from '../hold.ts'
import { backendError, documented, type GoogleError } from './errors.ts'
import type { Operation } from './operations.ts'

type ThrottleKind = '429' | 'rateLimitExceeded' | 'userRateLimitExceeded' | 'quotaExceeded'

/** Which requests a switch meets: all of them, or those of the named operations; so often, or so long. */
type Reach = { readonly times?: number; readonly seconds?: number; readonly on?: readonly Operation[] }

type Throttle = Reach & { readonly kind?: ThrottleKind; readonly retryAfterSeconds?: number }
type Fail = Reach & { readonly status?: number }
type Garbage = Reach & { readonly form?: 'html' | 'cut-json' | 'empty' }

export type Trouble =
  | { readonly kind: 'refuse'; readonly error: GoogleError }
  | { readonly kind: 'garbage'; readonly form: 'html' | 'cut-json' | 'empty' }
  /** The work is done, then the connection breaks. */
  | { readonly kind: 'drop' }
  | { readonly kind: 'hold'; readonly gate: Gate }

type Rule = { trouble: Trouble; left: number; until: number; on: readonly Operation[] | null }

/** The switches. Each call adds a rule; the first rule that meets a request decides. */
export type Misbehaviour = {
  throttle(options?: Throttle): void
  fail(options?: Fail): void
  garbage(options?: Garbage): void
  dropReplies(options?: Reach): void
  /** Stops the next of these requests. */
  hold(moment: Moment, on: readonly Operation[]): Hold
  /** Seconds by which the change feed is late. */
  lag(seconds: number): void
  latency(ms: number): void
  /** Most items a page holds, whatever maxResults says; null lifts it. */
  pageLimit(items: number | null): void
  /** So many next pages hold nothing and name a next page. */
  emptyPages(count: number): void
  offline(isOffline: boolean): void
  /** Behaves again. */
  clear(): void
}

export type Mood = {
  lagMs: number
  latencyMs: number
  pageLimit: number
  emptyPages: number
  isOffline: boolean
  rules: Rule[]
  /** Everything that was ever told to wait and may still do so. */
  holds: Hold[]
}

const calm = (): Mood => ({
  lagMs: 0,
  latencyMs: 0,
  pageLimit: 2500,
  emptyPages: 0,
  isOffline: false,
  rules: [],
  holds: [],
})

const throttled = {
  '429': '429_rateLimitExceeded',
  rateLimitExceeded: '403_rateLimitExceeded',
  userRateLimitExceeded: '403_userRateLimitExceeded',
  quotaExceeded: '403_quotaExceeded',
} as const

export function createMisbehaviour(now: () => Date): { switches: Misbehaviour; mood: Mood } {
  const mood = calm()
  const add = (trouble: Trouble, { times, seconds, on }: Reach) =>
    mood.rules.push({
      trouble,
      left: times ?? (seconds === undefined ? 1 : Number.POSITIVE_INFINITY),
      until: seconds === undefined ? Number.POSITIVE_INFINITY : now().getTime() + seconds * 1000,
      on: on ?? null,
    })
  const switches: Misbehaviour = {
    throttle({ kind = '429', retryAfterSeconds, ...reach } = {}) {
      const headers: Record<string, string> =
        retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
      add({ kind: 'refuse', error: documented(throttled[kind], headers) }, reach)
    },
    fail({ status = 500, ...reach } = {}) {
      add({ kind: 'refuse', error: backendError(status) }, reach)
    },
    garbage({ form = 'html', ...reach } = {}) {
      add({ kind: 'garbage', form }, reach)
    },
    dropReplies(reach = {}) {
      add({ kind: 'drop' }, reach)
    },
    hold(moment, on) {
      const gate = createGate(moment)
      mood.holds.push(gate.hold)
      add({ kind: 'hold', gate }, { on })
      return gate.hold
    },
    lag(seconds) {
      mood.lagMs = seconds * 1000
    },
    latency(ms) {
      mood.latencyMs = ms
    },
    pageLimit(items) {
      mood.pageLimit = items ?? calm().pageLimit
    },
    emptyPages(count) {
      mood.emptyPages = count
    },
    offline(isOffline) {
      mood.isOffline = isOffline
    },
    clear() {
      for (const hold of mood.holds) hold.cut()
      Object.assign(mood, calm())
    },
  }
  return { switches, mood }
}

/** The trouble that meets this request, used up by it. */
export function takeTrouble(mood: Mood, operation: Operation, now: number): Trouble | null {
  mood.rules = mood.rules.filter((rule) => rule.left > 0 && rule.until > now)
  const rule = mood.rules.find(({ on }) => (on ? on.includes(operation) : isApi(operation)))
  if (!rule) return null
  rule.left -= 1
  return rule.trouble
}

/** Switches without `on` leave the consent pages alone: throttled is the API. */
const isApi = (operation: Operation) =>
  operation !== 'preflight' && operation !== 'unknown' && !operation.startsWith('oauth.')
