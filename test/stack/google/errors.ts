import payloads from './payloads.json' with { type: 'json' }

type Detail = { domain: string; reason: string; message: string; locationType?: string; location?: string }

/** A refusal in Google's form. `refusal` in answer.ts makes the HTTP answer of it. */
export class GoogleError extends Error {
  readonly status: number
  readonly body: unknown
  readonly headers: Record<string, string>

  constructor(status: number, body: unknown, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.body = body
    this.headers = headers
  }
}

type Documented = Exclude<keyof typeof payloads, 'source'>

/** One of the bodies that Google's error guide prints (payloads.json). */
export function documented(name: Documented, headers: Record<string, string> = {}): GoogleError {
  const { status, body } = payloads[name]
  return new GoogleError(status, body, body.error.message, headers)
}

/** A body the guide does not print, in the same form. */
export function undocumented(code: number, detail: Detail, extra: Record<string, unknown> = {}): GoogleError {
  return new GoogleError(code, { error: { errors: [detail], code, message: detail.message, ...extra } }, detail.message)
}

export const invalid = (message: string, location?: string) =>
  undocumented(400, {
    domain: 'global',
    reason: 'invalid',
    message,
    ...(location ? { locationType: 'parameter', location } : {}),
  })

export const required = (message: string) => undocumented(400, { domain: 'global', reason: 'required', message })

export const badRequest = (message: string) => undocumented(400, { domain: 'global', reason: 'badRequest', message })

export const needsWriter = () =>
  undocumented(403, {
    domain: 'calendar',
    reason: 'requiredAccessLevel',
    message: 'You need to have writer access to this calendar.',
  })

export const needsScope = () =>
  undocumented(
    403,
    { domain: 'global', reason: 'insufficientPermissions', message: 'Insufficient Permission' },
    {
      message: 'Request had insufficient authentication scopes.',
      status: 'PERMISSION_DENIED',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
          domain: 'googleapis.com',
        },
      ],
    },
  )

export const typeRestriction = (message: string) =>
  undocumented(400, { domain: 'calendar', reason: 'eventTypeRestriction', message })

export const backendError = (status: number) =>
  undocumented(status, { domain: 'global', reason: 'backendError', message: 'Backend Error' })
