import { type ErrorCode, SyncError } from '../../model/errors.ts'
import type { GoogleErrorBody } from './wire.ts'

const rateReasons = ['rateLimitExceeded', 'userRateLimitExceeded']
const quotaReasons = ['quotaExceeded', 'dailyLimitExceeded', 'variableTermLimitExceeded']

/**
 * What a refusal of Google means.
 * Only Google's own JSON may say that something is missing, changed or forbidden: a proxy's or a network's page may not.
 * https://developers.google.com/workspace/calendar/api/guides/errors
 */
export function toSyncError(status: number, body: string, retryAfterMs?: number): SyncError {
  const error = errorOf(body)
  const { reason = '', domain = '' } = error?.errors?.[0] ?? {}
  const code = codeOf(status, reason, error)
  // Google's message is left out: it can quote what a person wrote.
  return new SyncError(code, `google ${status} ${domain}/${reason}`, { retryAfterMs })
}

function codeOf(status: number, reason: string, error: GoogleErrorBody['error']): ErrorCode {
  // The second: a token without the scope, because a box of the consent page was left unticked. Only consent mends it.
  if (status === 401 || reason === 'insufficientPermissions') return 'auth-expired'
  if (quotaReasons.includes(reason)) return 'quota-exhausted'
  if (status === 429 || rateReasons.includes(reason)) return 'rate-limited'
  if (status >= 500 || status === 408 || !error) return 'unavailable'
  switch (status) {
    case 400:
      return meaningOf400(error.message ?? '')
    case 403:
      return reason === 'domainPolicy' ? 'needs-admin-approval' : 'forbidden'
    case 404:
      return 'not-found'
    case 409:
      // The other reason, `conflict`, comes of writes that met inside one batch.
      return reason === 'duplicate' ? 'duplicate' : 'unavailable'
    case 410:
      return reason === 'deleted' ? 'not-found' : 'cursor-expired'
    case 412:
      return 'precondition-failed'
    default:
      return 'rejected'
  }
}

/** Both are reason `invalid`; only the sentence tells them from a request that is wrong for ever. */
function meaningOf400(message: string): ErrorCode {
  if (/sync token/i.test(message)) return 'cursor-expired'
  return /invalid sequence/i.test(message) ? 'precondition-failed' : 'rejected'
}

function errorOf(body: string): GoogleErrorBody['error'] {
  try {
    const parsed: GoogleErrorBody | null = JSON.parse(body)
    return typeof parsed?.error === 'object' ? parsed.error : undefined
  } catch {
    return undefined
  }
}
