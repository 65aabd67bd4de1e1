import type { BrowserContext, Page } from 'playwright-core'

/** The calendar provider's window that asks whether to allow access. */
export type ConsentPage = { readonly page: Page; allow(email: string): Promise<void>; cancel(): Promise<void> }

/** Waits for the window; start waiting before what opens it. */
export async function consentWindow(context: BrowserContext, accountsUrl: string): Promise<ConsentPage> {
  const isConsent = (page: Page) => page.url().startsWith(`${accountsUrl}/o/oauth2/`)
  const page = context.pages().find(isConsent) ?? (await context.waitForEvent('page'))
  await page.waitForURL((url) => url.href.startsWith(`${accountsUrl}/o/oauth2/`))
  // The window closes itself after the answer, so no navigation is waited for.
  const press = (name: string) => page.getByRole('button', { name }).click({ noWaitAfter: true })
  return {
    page,
    async allow(email) {
      await page.getByRole('radio', { name: email }).check()
      await press('Allow')
    },
    cancel: () => press('Cancel'),
  }
}
