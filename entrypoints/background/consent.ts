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
  /** Brings the open consent window to the front. */
  showWindow(): Promise<void>
  /** Gives up: closing the window ends the flow as if the person had closed it. */
  closeWindow(): Promise<void>
  whoIs(accessToken: string): Promise<Who>
  renewal(email: string): Renew
}

export function createConsent(): Consent {
  const launch: LaunchFlow = oneFlowAtATime(({ url, interactive, ...chromium }) =>
    // Firefox refuses options it does not know.
    chrome.identity.launchWebAuthFlow(
      import.meta.env.FIREFOX ? { url, interactive } : { url, interactive, ...chromium },
    ),
  )
  const request = () => ({
    accountsOrigin: addresses.googleAccounts,
    clientId: addresses.googleClientId,
    redirectUri: chrome.identity.getRedirectURL('google'),
  })
  const fetchIt = (request: Request) => fetch(request)
  const userinfoOrigin = addresses.googleUserinfo
  // The browser does not tell which window its flow opened: it is the first one created meanwhile.
  let windowId: number | null = null
  const onCreated = (window: chrome.windows.Window) => {
    windowId ??= window.id ?? null
  }
  return {
    apiOrigin: addresses.googleApi,
    async ask(loginHint) {
      chrome.windows.onCreated.addListener(onCreated)
      try {
        return await authorize(launch, { ...request(), loginHint, isInteractive: true })
      } finally {
        chrome.windows.onCreated.removeListener(onCreated)
        windowId = null
      }
    },
    async showWindow() {
      if (windowId !== null) await chrome.windows.update(windowId, { focused: true })
    },
    async closeWindow() {
      if (windowId !== null) await chrome.windows.remove(windowId)
    },
    whoIs: (accessToken) => whoIs({ fetch: fetchIt, userinfoOrigin, accessToken }),
    renewal: (email) => () => renewSilently({ launch, fetch: fetchIt, request: request(), userinfoOrigin, email })(),
  }
}
