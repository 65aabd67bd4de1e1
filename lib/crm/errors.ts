import { type ErrorCode, SyncError } from '../model/errors.ts'

/** A failure as the Data API tells it; status 0 where there was no answer at all. */
export type CrmFailure = { readonly status: number; readonly code: string; readonly message: string }

/**
 * What a failure of the Data API means.
 * Codes: https://docs.postgrest.org/en/stable/references/errors.html
 */
export function translate(failure: CrmFailure): SyncError {
  const code = meaning(failure)
  // The database's own text can carry values; only our own words and the code are repeated.
  const detail = failure.message.startsWith('not-set-up: ')
    ? failure.message
    : `status ${failure.status} ${failure.code}`
  return new SyncError(code, `CRM: ${detail}`)
}

function meaning({ status, code, message }: CrmFailure): ErrorCode {
  if (message === 'no-organization') return 'no-organization'
  if (message === 'not-found') return 'not-found'
  if (message.startsWith('not-set-up')) return 'not-set-up'
  switch (code) {
    case 'PGRST202': // no such function
    case 'PGRST205': // no such table
    case '42883':
    case '42P01':
      return 'not-set-up'
    case 'PGRST301': // the token is not valid any more
    case 'PGRST302':
    case 'PGRST303':
      return 'auth-expired'
    case '42501':
      return 'forbidden'
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
  if (status === 0 || status === 408 || status >= 500) return 'unavailable'
  return 'rejected'
}
