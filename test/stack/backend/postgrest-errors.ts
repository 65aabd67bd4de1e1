import type { PgliteConnection } from '@supabase/lite/pglite'

/** @supabase/lite 0.10.0 answers these as PostgREST does; every other SQLSTATE becomes 500 with code "SUP". */
const isKnown = (code: string) => /^(42|22|21|PT)/.test(code) || ['23502', '23503', '23505', '25006'].includes(code)

/** PostgREST's table of SQLSTATE to HTTP status: https://docs.postgrest.org/en/stable/references/errors.html */
function httpStatus(sqlState: string): number {
  if (/^(08|53)/.test(sqlState)) return 503
  if (/^(0L|0P|28)/.test(sqlState)) return 403
  if (sqlState === '57014') return 504
  if (sqlState === 'P0001') return 400
  if (/^(09|2D|38|39|3B|40|54|55|57|58|F0|HV|P0|XX)/.test(sqlState)) return 500
  return 400
}

type DatabaseError = { code?: unknown; message?: unknown; detail?: unknown; hint?: unknown }

/** Makes the connection report raise_exception, check_violation and the rest with PostgREST's body and status. */
export function answerErrorsAsPostgrest(connection: PgliteConnection): void {
  const normalize = connection.normalizeDbError.bind(connection)
  connection.normalizeDbError = (error) => {
    const normalized = normalize(error)
    const { code, message, detail, hint }: DatabaseError = normalized ?? {}
    if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || code === 'PGRST' || isKnown(code)) return normalized
    // code PGRST with JSON in message and detail is PostgREST's own way to answer any body and status.
    return {
      code: 'PGRST',
      message: JSON.stringify({ code, message, details: detail ?? null, hint: hint ?? null }),
      detail: JSON.stringify({ status: httpStatus(code), headers: {} }),
    }
  }
}
