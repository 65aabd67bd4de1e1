import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { type Backend, startBackend } from '../backend/start-backend.ts'
import { findBrowser } from '../browser/find-browser.ts'
import { demoPassword, type Person } from './people.ts'
import { type Crm, startCrm } from './start-crm.ts'

export type Theme = 'light' | 'dark'

/** A CRM and its backend for one test file, and a new browser context in Berlin for each test. */
export function useCrm() {
  let backend: Backend
  let crm: Crm
  let browser: Browser
  let context: BrowserContext
  let page: Page

  const open = async (timezoneId: string, colorScheme: Theme = 'light') => {
    context = await browser.newContext({ timezoneId, colorScheme, viewport: { width: 700, height: 800 } })
    page = await context.newPage()
    page.setDefaultTimeout(5000)
  }
  beforeAll(async () => {
    backend = await startBackend({ port: 0, isMigrated: false })
    crm = await startCrm({ port: 0, supabaseUrl: backend.url, publishableKey: backend.publishableKey })
    browser = await chromium.launch({ executablePath: (await findBrowser()).path, args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await browser?.close()
    await crm?.close()
    await backend?.close()
  })
  beforeEach(() => open('Europe/Berlin'))
  afterEach(async () => {
    backend.switches.reset()
    await context.close()
  })

  const button = (name: string) => page.getByRole('button', { name, exact: true })
  return {
    backend: () => backend,
    page: () => page,
    url: () => crm.url,
    /** Another browser, in another zone or theme. */
    async reopen(timezoneId: string, theme?: Theme) {
      await context.close()
      await open(timezoneId, theme)
    },
    async signIn(person: Person, path = '/appointments', query = '') {
      await page.goto(`${crm.url}${path}?email=${person.email}&password=${demoPassword}${query}`)
      await button('Sign in').click()
      await page.getByRole('navigation', { name: 'Main' }).waitFor()
      if (path === '/appointments') await page.locator('li[data-appointment-id], .empty').first().waitFor()
    },
    button,
    heading: (name: string) => page.getByRole('heading', { name, level: 1 }),
    link: (name: string) => page.getByRole('link', { name, exact: true }),
    row: (title: string) => page.locator('li[data-appointment-id]', { hasText: title }),
    field: (name: string) => page.getByRole('dialog').getByLabel(name),
    alert: () => page.getByRole('alert'),
  }
}
