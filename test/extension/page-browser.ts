import type { BrowserContext, Frame, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { RunId } from '../../lib/model/ids.ts'
import { type UserId } from '../../lib/model/ids.ts'
import { noCounts } from '../../lib/model/run.ts'
import { toInstant } from '../../lib/model/time.ts'
import { noStatus, type Status } from '../../lib/store/status.ts'
import { launchBrowser } from '../stack/browser/launch-browser.ts'
import { inWorker } from '../stack/browser/worker.ts'
import { type Crm, serveCrm } from './crm-pages.ts'
import { buildPageExtension, type PageExtension } from './page-extension.ts'

type Call = { readonly name: string; readonly data: object; readonly frame: number }

/** Chromium with the page's part of the extension and a server of CRM pages. */
export type Bench = {
  readonly context: BrowserContext
  readonly extension: PageExtension
  readonly crm: Crm
  /** Opens a CRM page; by default as a user who is signed in with one connected calendar. */
  readonly open: (path: string, status?: Partial<Status>) => Promise<Page>
  readonly setStatus: (status: Partial<Status>) => Promise<void>
  readonly setPageSettings: (settings: object) => Promise<void>
  /** Commands that the page sent since it was opened. */
  readonly calls: () => Promise<Call[]>
  /** Ends the sync that the page waits for. */
  readonly answerSync: (reply?: object) => Promise<void>
  /** As an update does: pages that are open keep the scripts of the old version. */
  readonly reloadExtension: () => Promise<void>
  /** Runs the detector in all open CRM pages, as the background does after an update. */
  readonly injectDetector: () => Promise<void>
  readonly close: () => Promise<void>
}

export const us = 'user-ann' as UserId
const connected: Status = {
  ...noStatus,
  isConfigured: true,
  userId: us,
  connectedAccounts: 1,
  lastSyncAt: toInstant('2026-03-10T13:50:00Z'),
}

let runs = 0
/** A run that ended now. */
export const ended = (run: Partial<Omit<NonNullable<Status['lastRun']>, 'counts'>> & { counts?: object }) => ({
  id: `run-${++runs}` as RunId,
  trigger: 'manual' as const,
  status: 'success' as const,
  problem: null,
  ...run,
  counts: { ...noCounts, ...run.counts },
})

const untilRegistered = (context: BrowserContext) =>
  inWorker(
    context,
    async () => {
      while ((await chrome.scripting.getRegisteredContentScripts()).length === 0)
        await new Promise((go) => setTimeout(go, 20))
    },
    null,
  )

export async function openBench(): Promise<Bench> {
  const [extension, crm] = await Promise.all([buildPageExtension(), serveCrm()])
  const context = await launchBrowser({
    extensionDir: extension.folder,
    headless: true,
    size: { width: 1180, height: 720 },
  })
  await untilRegistered(context)
  const store = (items: Record<string, unknown>) => inWorker(context, (all) => chrome.storage.local.set(all), items)
  const bench: Bench = {
    context,
    extension,
    crm,
    open: async (path, status = {}) => {
      await store({ status: { ...connected, ...status } })
      await inWorker(context, () => void Object.assign(globalThis, { calls: [], waiting: [] }), null)
      const page = await context.newPage()
      await page.goto(crm.url(path))
      return page
    },
    setStatus: (status) => store({ status: { ...connected, ...status } }),
    setPageSettings: (settings) => store({ page: settings }),
    calls: () => inWorker(context, () => (globalThis as unknown as { calls: Call[] }).calls, null),
    answerSync: (reply = { kind: 'done' }) =>
      inWorker(
        context,
        async (answer) => {
          const { waiting } = globalThis as unknown as { waiting: ((answer: object) => void)[] }
          while (waiting.length === 0) await new Promise((go) => setTimeout(go, 10))
          for (const answerTo of waiting.splice(0)) answerTo(answer)
        },
        reply,
      ),
    reloadExtension: async () => {
      const started = context.waitForEvent('serviceworker')
      await inWorker(context, () => chrome.runtime.reload(), null).catch(() => undefined)
      await started
      await untilRegistered(context)
    },
    injectDetector: () =>
      inWorker(
        context,
        async () => {
          for (const { id } of await chrome.tabs.query({ url: 'http://127.0.0.1/*' })) {
            if (id)
              await chrome.scripting.executeScript({
                target: { tabId: id },
                files: ['content-scripts/appointments.js'],
              })
          }
        },
        null,
      ),
    close: async () => {
      await context.close()
      await Promise.all([crm.close(), extension.remove()])
    },
  }
  return bench
}

export const groupOf = (page: Page | Frame) =>
  page.locator('calendar-sync-group').getByRole('group', { name: 'Calendar Sync' })
export const toastOf = (page: Page | Frame) =>
  page.locator('calendar-sync-layer').getByRole('region', { name: 'Calendar Sync' })
export const statusOf = (page: Page | Frame) => page.locator('calendar-sync-layer').getByRole('status')
export const button = (page: Page | Frame, name: string | RegExp) =>
  groupOf(page).getByRole('button', { name, exact: true })

/** Looks until it holds, on a busy machine too. */
export const eventually = <Value>(read: () => Value) => expect.poll(read, { timeout: 8000 })
