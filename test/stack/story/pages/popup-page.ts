import type { Page } from 'playwright-core'

/** What the first sync would do, as the preview says it. */
type PreviewCounts = { readonly toCrm: number; readonly toCalendar: number; readonly linked: number }

/** The extension's popup, in its window or tab. */
export type PopupPage = {
  readonly page: Page
  signIn(email: string, password: string): Promise<void>
  /** Asks for a Google calendar; the consent window opens. */
  connect(email: string): Promise<void>
  /** Takes the calendars as they are proposed and waits for the preview. */
  showPreview(): Promise<PreviewCounts>
  /** Says yes to the preview and waits until everything is in sync. */
  start(): Promise<void>
  /** The line that tells how things stand, and the last sync below it. */
  status(): Promise<string>
}

export function popupPage(page: Page): PopupPage {
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const count = async (label: string) =>
    Number((await page.locator('dl.stats > div', { hasText: label }).locator('dd').innerText()).replace(/\D/g, ''))
  return {
    page,
    async signIn(email, password) {
      await page.getByLabel('E-mail', { exact: true }).fill(email)
      await page.getByLabel('Password').fill(password)
      await button('Sign in').click()
      await page.getByRole('tab', { name: 'Overview' }).waitFor()
    },
    async connect(email) {
      const field = page.getByLabel(/^Calendar e-mail/)
      const opener = page.getByRole('tabpanel').getByRole('button', { name: /^Connect/ })
      await field.or(opener).first().waitFor()
      if (!(await field.isVisible())) await opener.first().click()
      await page.getByRole('radio', { name: 'Google Calendar' }).check()
      await field.fill(email)
      await button('Connect Calendar').click()
    },
    async showPreview() {
      await button('Show the preview').click()
      await button('Start').waitFor()
      return {
        toCrm: await count('added to the CRM'),
        toCalendar: await count('added to Google'),
        linked: await count('the same, linked'),
      }
    },
    async start() {
      await button('Start').click()
      await page
        .getByText(/^In sync as of/)
        .first()
        .waitFor()
    },
    status: async () => (await page.getByRole('tabpanel').innerText()).replace(/\s+/g, ' '),
  }
}
