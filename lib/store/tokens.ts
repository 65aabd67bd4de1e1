import type { AccountId } from '../model/ids.ts'

type Token = { readonly accessToken: string; readonly expiresAt: number }

const keyOf = (account: AccountId) => `token ${account}`

/** An account's access token, in memory only: storage.session is gone with the browser and closed to content scripts. */
export const tokenStore = (account: AccountId) => ({
  get: async () => ((await chrome.storage.session.get(keyOf(account)))[keyOf(account)] as Token | undefined) ?? null,
  set: (token: Token | null) =>
    token === null
      ? chrome.storage.session.remove(keyOf(account))
      : chrome.storage.session.set({ [keyOf(account)]: token }),
})

export const wipeTokens = () => chrome.storage.session.clear()
