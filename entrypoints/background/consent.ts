import { addresses } from '../../lib/addresses.ts'
import { type Authorization, authorize, type LaunchFlow } from '../../lib/auth/authorize.ts'
import { oneFlowAtATime } from '../../lib/auth/launch.ts'
import { renewSilently } from '../../lib/auth/silent.ts'
import type { Renew } from '../../lib/auth/tokens.ts'
import { type Who, whoIs } from '../../lib/auth/who.ts'

/** Google's consent, in a window for the person or silently. */
export type Consent = {
  readonly apiOrigin: string
  ask(loginHint: string | null): Promise<Authorization>
  whoIs(accessToken: string): Promise<Who>
  renewal(email: string): Renew
}

export function createConsent(): Consent {
  const launch: LaunchFlow = oneFlowAtATime((options) => chrome.identity.launchWebAuthFlow(options))
  const request = () => ({
    accountsOrigin: addresses.googleAccounts,
    clientId: addresses.googleClientId,
    redirectUri: chrome.identity.getRedirectURL('google'),
  })
  const fetchIt = (request: Request) => fetch(request)
  const userinfoOrigin = addresses.googleUserinfo
  return {
    apiOrigin: addresses.googleApi,
    ask: (loginHint) => authorize(launch, { ...request(), loginHint, isInteractive: true }),
    whoIs: (accessToken) => whoIs({ fetch: fetchIt, userinfoOrigin, accessToken }),
    renewal: (email) => () => renewSilently({ launch, fetch: fetchIt, request: request(), userinfoOrigin, email })(),
  }
}
