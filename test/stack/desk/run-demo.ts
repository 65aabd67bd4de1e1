import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { findBrowser } from '../browser/find-browser.ts'
import { launchBrowser } from '../browser/launch-browser.ts'
import { startStack } from '../stack.ts'
import { openScene } from '../story/scene.ts'
import { openDesk } from './open-desk.ts'

type Options = {
  readonly dataDir: string
  /** Forgets what earlier demos left. */
  readonly isFresh: boolean
  readonly onProgress: (line: string) => void
}

/** The demo for a person: ends when they press Ctrl-C. */
export async function runDemo({ dataDir, isFresh, onProgress }: Options): Promise<void> {
  const browser = await findBrowser({ onProgress, ...(process.stdin.isTTY ? { ask } : {}) })
  const stack = await startStack({ dataDir, isFresh, onProgress })
  const desk = await openDesk(stack)
  const context = await launchBrowser({
    extensionDir: stack.extensionDir,
    headless: false,
    browserPath: browser.path,
    // The demo's own, never the person's: it keeps who is signed in, and --fresh throws it away with the data.
    profileDir: join(stack.dataDir, 'profile'),
    size: { width: 1600, height: 960 },
  })
  let isStopping = false
  context.on('close', () => {
    if (!isStopping)
      onProgress('The window was closed. Ctrl-C here ends the demo; npm run demo starts it again with the same data.')
  })
  desk.watch(await openScene(stack, context, desk.url))
  onProgress(`${browser.version} shows the demo desk: ${desk.url}`)
  onProgress(
    'Everyone’s password is demo-demo. Ctrl-C stops everything and keeps the data; npm run demo -- --fresh forgets it.',
  )
  await interrupted()
  isStopping = true
  onProgress('Stopping')
  await context.close().catch(() => undefined)
  await desk.close()
  await stack.close()
  onProgress('Stopped. npm run demo goes on where you left.')
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    // A second Ctrl-C ends the process at once, as it does by default.
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}

async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim())
  } finally {
    terminal.close()
  }
}
