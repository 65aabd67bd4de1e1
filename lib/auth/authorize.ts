/**
 * Google's consent page, opened with the implicit flow: a token in the redirect's fragment, no secret, no refresh token.
 * Google redeems a code only against a client secret, which no extension can keep, so this is what works without a server.
 * https://developers.google.com/identity/protocols/oauth2/javascript-implicit-flow
 */
export const calendarScopes = [
  'https://www.googleapis.com/auth/calendar.events',
  'https://www.googleapis.com/auth/calendar.calendarlist.readonly',
] as const

const scopes = ['openid', 'email', ...calendarScopes]

/** The form of `chrome.identity.launchWebAuthFlow`: resolves with the address of the redirect. */
export type LaunchFlow = (options: {
  readonly url: string
  readonly interactive: boolean
  readonly abortOnLoadForNonInteractive?: boolean
  readonly timeoutMsForNonInteractive?: number
}) => Promise<string | undefined>

export type AuthorizationRequest = {
  /** `https://accounts.google.com`, or a stand-in's address. */
  readonly accountsOrigin: string
  readonly clientId: string
  /** `chrome.identity.getRedirectURL()` */
  readonly redirectUri: string
  /** Selects one of several signed-in people; null lets them choose. */
  readonly loginHint: string | null
  /** false: no window; works only while the person is signed in at Google and agreed before. */
  readonly isInteractive: boolean
}

export type AccessToken = {
  readonly accessToken: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

export type Authorization =
  | ({ readonly kind: 'granted' } & AccessToken)
  /** The person closed the window. */
  | { readonly kind: 'closed' }
  /** The person said no. */
  | { readonly kind: 'refused' }
  /** The person agreed, but not to the calendar. */
  | { readonly kind: 'partly' }
  /** Their organisation has to allow it first. */
  | { readonly kind: 'needs-admin-approval' }
  /** Nothing can be had without showing a window. */
  | { readonly kind: 'needs-person' }
  /** Not reached, or an answer that is none; `detail` is for developers. */
  | { readonly kind: 'unavailable'; readonly detail: string }

/** Asks Google for a token. Never throws: each way it can end has a kind. */
export async function authorize(
  launch: LaunchFlow,
  request: AuthorizationRequest,
  now: () => number = Date.now,
): Promise<Authorization> {
  const state = crypto.randomUUID()
  const url = authorizationUrl(request, state)
  try {
    const redirect = request.isInteractive
      ? await launch({ url, interactive: true })
      : // Google's silent page may redirect by script, so its first load must not end the flow.
        await launch({
          url,
          interactive: false,
          abortOnLoadForNonInteractive: false,
          timeoutMsForNonInteractive: 10_000,
        })
    return readRedirect(redirect, request.redirectUri, state, now())
  } catch (error) {
    return meaningOfLaunchError(error instanceof Error ? error.message : '')
  }
}

export function authorizationUrl(request: AuthorizationRequest, state: string): string {
  const query = new URLSearchParams({
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    response_type: 'token',
    scope: scopes.join(' '),
    state,
  })
  if (request.loginHint) query.set('login_hint', request.loginHint)
  // A person who once left a box unticked must be shown it again.
  query.set('prompt', request.isInteractive ? (request.loginHint ? 'consent' : 'select_account consent') : 'none')
  return `${request.accountsOrigin}/o/oauth2/v2/auth?${query}`
}

/** What the address says to which Google sent the window back. Google puts answers in the fragment, some errors in the query. */
export function readRedirect(
  redirect: string | undefined,
  redirectUri: string,
  state: string,
  now: number,
): Authorization {
  if (!redirect?.startsWith(redirectUri)) return unavailable('not our redirect')
  const { hash, search } = new URL(redirect)
  const answer = new URLSearchParams(hash.length > 1 ? hash.slice(1) : search)
  if (answer.get('state') !== state) return unavailable('not the state that was sent')
  const error = answer.get('error')
  if (error !== null) return meaningOfError(error)

  const accessToken = answer.get('access_token')
  const seconds = Number(answer.get('expires_in'))
  if (!accessToken || !(seconds > 0)) return unavailable('no token in the answer')
  const granted = (answer.get('scope') ?? '').split(' ')
  if (!calendarScopes.every((scope) => granted.includes(scope))) return { kind: 'partly' }
  return { kind: 'granted', accessToken, expiresAt: now + seconds * 1000 }
}

const unavailable = (detail: string): Authorization => ({ kind: 'unavailable', detail })

function meaningOfError(error: string): Authorization {
  switch (error) {
    case 'access_denied':
      return { kind: 'refused' }
    case 'admin_policy_enforced':
      return { kind: 'needs-admin-approval' }
    case 'login_required':
    case 'interaction_required':
    case 'consent_required':
    case 'account_selection_required':
    case 'immediate_failed':
      return { kind: 'needs-person' }
    default:
      return unavailable(/^[a-z_]{1,40}$/.test(error) ? error : 'an error without a name')
  }
}

/** Chromium's sentences are in its identity_constants.h; Firefox words them differently. */
function meaningOfLaunchError(message: string): Authorization {
  if (/did not approve|cancel|denied/i.test(message)) return { kind: 'closed' }
  if (/interaction required|requires user interaction/i.test(message)) return { kind: 'needs-person' }
  return unavailable(
    message === '' ? 'the window could not be opened' : message.replace(/\S+:\/\/\S+/g, '…').slice(0, 100),
  )
}
