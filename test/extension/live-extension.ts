import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { syncAlarm } from '../../entrypoints/background/alarms.ts'
import { extensionId } from '../../extension-id.ts'
import type { CommandData, CommandName, Reply } from '../../lib/messages.ts'
import { launchBrowser } from '../stack/browser/launch-browser.ts'
import { newProfile } from '../stack/browser/profile.ts'
import { eventually, within } from '../stack/browser/time-limit.ts'
import { killWorker } from '../stack/browser/worker.ts'
import { ann, type Person } from '../stack/crm/people.ts'
import { type Stack, startStack } from '../stack/stack.ts'
import { type BothSides, differences } from '../stack/story/both-sides.ts'
import { type PopupPage, popupPage } from '../stack/story/pages/popup-page.ts'
import { readBothSides } from '../stack/story/read-both-sides.ts'

/** The whole product in Chromium over the local stack, for one person: real background, real popup, real Postgres. */
export type Live = {
  readonly stack: Stack
  readonly context: BrowserContext
  /** The popup in a tab of its own; it stays open. */
  readonly popup: PopupPage
  /** What the popup says now, in one line. */
  readonly says: () => Promise<string>
  /** Waits until the popup says it. @throws Error with what it says instead. */
  readonly hears: (words: string | RegExp, ms?: number) => Promise<string>
  readonly page: (file: string) => Promise<Page>
  readonly send: <Name extends CommandName>(name: Name, data: CommandData<Name>) => Promise<Reply>
  readonly sync: () => Promise<Reply>
  /** Makes the extension's alarm ring now. */
  readonly ring: () => Promise<void>
  readonly kill: () => Promise<void>
  readonly sides: () => Promise<BothSides>
  /** Waits until both databases hold the same. @throws Error naming what differs. */
  readonly equal: (ms?: number) => Promise<BothSides>
  /** All rows of a table of the extension's IndexedDB. */
  readonly rows: <Row>(table: string) => Promise<readonly Row[]>
  /** What the browser keeps for the extension in storage.local. */
  readonly stored: <Value>(key: string) => Promise<Value>
  /** As an update does: pages of the extension close, its worker and what it held in memory are gone. Use the answer. */
  readonly reloadExtension: () => Promise<Live>
  readonly closeBrowser: () => Promise<void>
}

const size = { width: 1280, height: 900 }

/** The stack in a folder that is thrown away with it. */
export async function startLiveStack(): Promise<{ readonly stack: Stack; readonly close: () => Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'calendar-sync-live-'))
  const stack = await startStack({ dataDir })
  return {
    stack,
    async close() {
      await stack.close()
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** A browser that never saw the extension before, with its popup open. */
export async function openLive(
  stack: Stack,
  person: Person = ann,
  grantedHosts: readonly string[] = [],
): Promise<Live> {
  const profileDir = newProfile()
  const context = await launchBrowser({
    extensionDir: stack.extensionDir,
    headless: true,
    profileDir,
    grantedHosts,
    size,
  })
  return liveIn({ stack, context, person, profileDir })
}

type Browser = {
  readonly stack: Stack
  readonly context: BrowserContext
  readonly person: Person
  readonly profileDir: string
}

async function liveIn(browser: Browser): Promise<Live> {
  const { stack, context, person, profileDir } = browser
  const page = async (file: string) => {
    const opened = await context.newPage()
    await opened.goto(`chrome-extension://${extensionId}/${file}`)
    return opened
  }
  const tab = await page('popup.html')
  const text = async () => (await tab.locator('body').innerText()).replace(/\s+/g, ' ')
  const send: Live['send'] = (name, data) =>
    within(
      20_000,
      name,
      tab.evaluate((message) => chrome.runtime.sendMessage(message), { name, data }),
    )
  const sides = () => readBothSides(stack, person)
  return {
    stack,
    context,
    popup: popupPage(tab),
    says: text,
    async hears(words, ms = 8_000) {
      const isSaid = (said: string) => (typeof words === 'string' ? said.includes(words) : words.test(said))
      try {
        return await eventually('', async () => ((said) => isSaid(said) && said)(await text()), { ms })
      } catch {
        throw new Error(`The popup should say “${words}” but says: ${await text()}`)
      }
    },
    page,
    send,
    sync: () => send('syncNow', {}),
    ring: () => tab.evaluate((name) => chrome.alarms.create(name, { when: Date.now() + 50 }), syncAlarm),
    kill: () => killWorker(context),
    sides,
    async equal(ms = 10_000) {
      let found = await sides()
      await eventually(
        'both sides being equal',
        async () => {
          found = await sides()
          return differences(found).length === 0
        },
        { ms },
      ).catch(() => undefined)
      const apart = differences(found)
      if (apart.length > 0) throw new Error(`CRM and calendar are not equal: ${apart.join('; ')}`)
      return found
    },
    rows: (table) => tab.evaluate(readTable, table) as Promise<never>,
    stored: async (key) => (await tab.evaluate((name) => chrome.storage.local.get(name), key))[key] as never,
    async reloadExtension() {
      const started = context.waitForEvent('serviceworker')
      await tab.evaluate(() => chrome.runtime.reload()).catch(() => undefined)
      await started
      return liveIn(browser)
    },
    async closeBrowser() {
      await context.close()
      await rm(profileDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Runs in the page. */
function readTable(table: string): Promise<unknown[]> {
  const settled = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error))
    })
  return settled(indexedDB.open('calendar-sync')).then(async (db) => {
    const rows = await settled(db.transaction(table).objectStore(table).getAll())
    db.close()
    return rows
  })
}
