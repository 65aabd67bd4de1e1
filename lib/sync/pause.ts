import { SyncError } from '../model/errors.ts'
import { type Instant, toInstant, toMs } from '../model/time.ts'
import type { Pause } from './store.ts'

const second = 1000
const minute = 60 * second

/** How long an account is left alone after an error; null where the next regular sync may try. */
export function pauseAfter(error: SyncError, now: Instant): Pause | null {
  // Rounded up: a moment too late is polite, a moment too early prolongs the throttling.
  const wait = (ms: number): Pause => ({ until: toInstant(toMs(now) + ms + second), code: error.code })
  if (error.retryAfterMs !== undefined) return wait(error.retryAfterMs)
  if (error.code === 'rate-limited') return wait(minute)
  // An anti-abuse limit lasts longer the sooner it is tried again.
  if (error.code === 'quota-exhausted') return wait(6 * 60 * minute)
  return null
}

export const isInForce = (pause: Pause | undefined, now: Instant): pause is Pause =>
  pause !== undefined && pause.until > now

export const asError = (pause: Pause, now: Instant) =>
  new SyncError(pause.code, 'asked to wait', { retryAfterMs: toMs(pause.until) - toMs(now) })
