import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { BrowserContext, Page } from 'playwright-core'
import { extensionId } from '../../extension-id.ts'
import type { CommandName, Reply } from '../../lib/messages.ts'
import { launchBrowser } from '../stack/browser/launch-browser.ts'
import { inWorker } from '../stack/browser/worker.ts'
import { type StateName, type Stored, states } from './popup-states.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A background that notes every command, answers as the test says, and writes views as the real one does. */
const background = `
importScripts('dexie.js')
self.calls = []
self.answers = {}
self.db = new Dexie('calendar-sync')
db.version(1).stores({ overview: 'key', accounts: 'id', needs: 'id', runs: 'id, startedAt', kept: 'key', chunks: 'key' })
self.store = (stored) => db.transaction('rw', db.overview, db.accounts, db.needs, db.runs, async () => {
  for (const table of ['overview', 'accounts', 'needs', 'runs']) {
    await db[table].clear()
    await db[table].bulkPut(stored[table])
  }
})
chrome.runtime.onMessage.addListener((message, sender, reply) => {
  calls.push(message)
  const answer = answers[message.name]
  if (answer !== 'never') reply(answer ?? { kind: 'done' })
  return true
})
`

type Call = { readonly name: CommandName; readonly data: unknown }

/** Chromium with the built popup and options page over a scripted background. */
export type PopupBench = {
  readonly context: BrowserContext
  /** Puts these views into IndexedDB; open pages follow by themselves. */
  readonly store: (stored: Stored) => Promise<void>
  /** What to answer to a command from now on; `never` keeps it waiting. */
  readonly answer: (name: CommandName, reply: Reply | 'never') => Promise<void>
  /** The commands since the last time this was asked. */
  readonly calls: () => Promise<readonly Call[]>
  /** A fresh page of the extension; nothing of earlier pages is remembered. */
  readonly open: (file: string, size?: { width: number; height: number }) => Promise<Page>
  /** Stores a state and opens a page over it. */
  readonly show: (stored: Stored | StateName, file?: string, size?: typeof popupSize) => Promise<Page>
  readonly close: () => Promise<void>
}

type Scripted = { calls: Call[]; answers: Record<string, unknown>; store: (stored: Stored) => Promise<void> }

export async function openPopupBench(): Promise<PopupBench> {
  const outDir = await mkdtemp(join(tmpdir(), 'calendar-sync-popup-'))
  const folder = await buildPages(outDir)
  const context = await launchBrowser({
    extensionDir: folder,
    headless: true,
    size: { width: 1280, height: 900 },
    grantedHosts,
  })
  const bench: PopupBench = {
    context,
    store: (stored) => inWorker(context, (all) => (globalThis as unknown as Scripted).store(all), stored),
    answer: (name, reply) =>
      inWorker(context, ([key, value]) => void ((globalThis as unknown as Scripted).answers[key] = value), [
        name,
        reply,
      ] as const),
    calls: () =>
      inWorker(context, () => (globalThis as unknown as Scripted).calls.splice(0).filter(({ name }) => name), null),
    open: async (file, size = popupSize) => {
      await inWorker(context, () => chrome.storage.session.clear(), null)
      const page = await context.newPage()
      await page.setViewportSize(size)
      await page.goto(`chrome-extension://${extensionId}/${file}`)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      return page
    },
    show: async (stored, file = 'popup.html', size = popupSize) => {
      await bench.store(typeof stored === 'string' ? states[stored] : stored)
      return bench.open(file, size)
    },
    close: async () => {
      await context.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
  return bench
}

/** Asking for these is answered with yes at once; for any other host nobody is there to answer. */
const grantedHosts = ['https://crm.example.com/*', 'https://acme.supabase.co/*']

const popupSize = { width: 384, height: 600 }

async function buildPages(outDir: string): Promise<string> {
  const only = ['--filter-entrypoint', 'popup', '--filter-entrypoint', 'options']
  await promisify(execFile)(process.execPath, [join(root, 'node_modules/wxt/bin/wxt.mjs'), 'build', ...only], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', WXT_OUT_DIR: outDir },
  })
  const folder = join(outDir, 'chrome-mv3')
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as object
  const scripted = { ...manifest, background: { service_worker: 'background.js' } }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(scripted))
  await writeFile(join(folder, 'background.js'), background)
  await copyFile(join(root, 'node_modules/dexie/dist/dexie.min.js'), join(folder, 'dexie.js'))
  return folder
}
