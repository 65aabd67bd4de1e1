/** Every way a sync can fail, by meaning. Each vendor's errors are translated into these in one place. */
const errorCodes = [
  'auth-expired',
  'needs-admin-approval',
  'forbidden',
  'cursor-expired',
  'precondition-failed',
  'duplicate',
  'not-found',
  'rate-limited',
  'quota-exhausted',
  'unavailable',
  'rejected',
  'held',
  'lease-held',
  'not-set-up',
  'no-organization',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/**
 * What the engine throws and understands.
 * `message` is for developers: it never carries titles, names, addresses or tokens.
 */
export class SyncError extends Error {
  readonly code: ErrorCode
  /** Milliseconds to wait before the next try, where the other side said so. */
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, message: string, options: { retryAfterMs?: number | undefined; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'SyncError'
    this.code = code
    this.retryAfterMs = options.retryAfterMs
  }
}

export const isSyncError = (error: unknown, ...codes: ErrorCode[]): error is SyncError =>
  error instanceof SyncError && (codes.length === 0 || codes.includes(error.code))
