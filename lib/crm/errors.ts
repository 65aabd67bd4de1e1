import { type ErrorCode, SyncError } from '../model/errors.ts'

/** A failure as the Data API tells it; status 0 where there was no answer at all. */
export type CrmFailure = {
  readonly status: number
  readonly code: string
  readonly message: string
  /** The header of that name: seconds, or an HTTP date. */
  readonly retryAfter?: string | null
  /** Epoch milliseconds, for a Retry-After that is a date. */
  readonly now?: number
}

/**
 * What a failure of the Data API means.
 * Codes: https://docs.postgrest.org/en/stable/references/errors.html
 */
export function translate(failure: CrmFailure): SyncError {
  // The database's own text can carry values; only our own words and the code are repeated.
  const isOurs = failure.message.startsWith('not-set-up: there is no')
  const detail = isOurs ? failure.message : `status ${failure.status} ${failure.code}`.trim()
  return new SyncError(meaning(failure), `CRM: ${detail}`, { retryAfterMs: waitOf(failure) })
}

function meaning({ status, code, message }: CrmFailure): ErrorCode {
  if (message === 'no-organization' || message === 'not-found') return message
  if (message.startsWith('not-set-up')) return 'not-set-up'
  switch (code) {
    case 'PGRST202': // no such function
    case 'PGRST205': // no such table
    case '42883':
    case '42P01':
    case '3F000': // no such schema
      return 'not-set-up'
    case 'PGRST301': // a token that cannot be read, none where one is needed, or one that is over
    case 'PGRST302':
    case 'PGRST303':
      return 'auth-expired'
    case '42501': // 401: refused to nobody, so the token was not believed
      return status === 401 ? 'auth-expired' : 'forbidden'
    case '40001':
    case '40P01':
    case '57014':
      return 'unavailable'
    default:
      break
  }
  if (status === 401) return 'auth-expired'
  if (status === 403) return 'forbidden'
  if (status === 429) return 'rate-limited'
  // 404 and 2xx without a usable body: something else stands at this address, for now.
  if (status === 0 || status === 404 || status === 408 || status >= 500 || status < 400) return 'unavailable'
  return 'rejected'
}

function waitOf({ retryAfter, now = 0 }: CrmFailure): number | undefined {
  if (!retryAfter) return undefined
  const seconds = Number(retryAfter)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(retryAfter) - now
  return Number.isFinite(ms) ? Math.max(0, Math.ceil(ms)) : undefined
}
