import type { Fetch } from '../http.ts'
import { SyncError } from '../model/errors.ts'
import { type AuthorizationRequest, authorize, type LaunchFlow } from './authorize.ts'
import type { Renew } from './tokens.ts'
import { whoIs } from './who.ts'

type SilentRenewal = {
  readonly launch: LaunchFlow
  readonly fetch: Fetch
  readonly request: Omit<AuthorizationRequest, 'loginHint' | 'isInteractive'>
  readonly userinfoOrigin: string
  /** The account's address; a token of anyone else is refused. */
  readonly email: string
}

/** Direct mode's renewal: Google's page without a window, as the person it knows by this address. */
export function renewSilently({ launch, fetch, request, userinfoOrigin, email }: SilentRenewal): Renew {
  return async () => {
    const authorization = await authorize(launch, { ...request, loginHint: email, isInteractive: false })
    switch (authorization.kind) {
      case 'granted': {
        const who = await whoIs({ fetch, userinfoOrigin, accessToken: authorization.accessToken })
        if (who.email.toLowerCase() !== email.toLowerCase()) {
          throw new SyncError('auth-expired', 'google: another person is signed in')
        }
        return { accessToken: authorization.accessToken, expiresAt: authorization.expiresAt }
      }
      case 'needs-admin-approval':
        throw new SyncError('needs-admin-approval', 'google: an administrator has to allow it')
      case 'unavailable':
        throw new SyncError('unavailable', `google authorization: ${authorization.detail}`)
      case 'closed':
      case 'refused':
      case 'partly':
      case 'needs-person':
        throw new SyncError('auth-expired', `google authorization: ${authorization.kind}`)
    }
  }
}
