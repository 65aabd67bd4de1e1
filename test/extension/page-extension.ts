import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A background that obeys the page as the real one does, and lets the test decide what a sync does and when it ends. */
const background = `
self.calls = []
self.waiting = []
const detector = { id: 'appointments', js: ['content-scripts/appointments.js'], matches: ['http://127.0.0.1/*'], allFrames: true }
chrome.runtime.onInstalled.addListener(() => chrome.scripting.registerContentScripts([detector]))
chrome.runtime.onMessage.addListener((message, sender, reply) => {
  self.calls.push({ name: message.name, data: message.data, frame: sender.frameId })
  if (message.name === 'loadOverlay') {
    const target = { tabId: sender.tab.id, frameIds: [sender.frameId] }
    chrome.scripting.executeScript({ target, files: ['content-scripts/overlay.js'] })
      .then(() => reply({ kind: 'done' }), (error) => { self.calls.push({ name: String(error) }); reply({ kind: 'failed', reason: 'unexpected' }) })
    return true
  }
  if (message.name === 'syncNow') { self.waiting.push(reply); return true }
  reply({ kind: 'done' })
})
`

export type PageExtension = {
  /** The folder to load into Chromium. */
  readonly folder: string
  /** The bytes of a built content script. */
  readonly script: (name: 'appointments' | 'overlay') => Promise<Buffer>
  readonly remove: () => Promise<void>
}

/** The extension's production build of what runs in the CRM page, with a background for tests. */
export async function buildPageExtension(): Promise<PageExtension> {
  const outDir = await mkdtemp(join(tmpdir(), 'calendar-sync-page-'))
  const only = ['--filter-entrypoint', 'appointments', '--filter-entrypoint', 'overlay']
  await promisify(execFile)(process.execPath, [join(root, 'node_modules/wxt/bin/wxt.mjs'), 'build', ...only], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', WXT_OUT_DIR: outDir },
  })
  const folder = join(outDir, 'chrome-mv3')
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
  const host = { host_permissions: ['http://127.0.0.1/*'], background: { service_worker: 'background.js' } }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, ...host }))
  await writeFile(join(folder, 'background.js'), background)
  return {
    folder,
    script: (name) => readFile(join(folder, 'content-scripts', `${name}.js`)),
    remove: () => rm(outDir, { recursive: true, force: true }),
  }
}
