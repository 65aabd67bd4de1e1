import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Machine } from './machine.ts'

type Wish = {
  readonly machine: Machine
  readonly ask: ((question: string) => Promise<boolean>) | undefined
  readonly onProgress: (line: string) => void
}
export type Install = (wish: Wish) => Promise<void>

const debian = ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'] as const
const playwright = [
  join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js'),
  'install',
  'chromium',
] as const

/** @throws Error with the commands to type when nothing may be installed without the person. */
export async function installBrowser({ machine, ask, onProgress }: Wish): Promise<void> {
  if (machine.isDebian && machine.isRoot) {
    onProgress(`no Chromium here: ${debian.join(' ')}`)
    if ((await run(...debian)) === 0) return
    onProgress('the package list may be old: apt-get update')
    if ((await run('apt-get', 'update')) === 0 && (await run(...debian)) === 0) return
    throw new Error(`Chromium could not be installed. Try it by hand: ${debian.join(' ')}`)
  }
  const byHand = machine.isDebian ? `sudo ${debian.join(' ')}` : 'npx playwright-core install chromium'
  const question = machine.isDebian
    ? `No Chromium here. Debian has it: ${byHand}\nOr shall playwright-core download its own Chromium (about 170 MB)?`
    : 'No Chromium here. Shall playwright-core download its own (about 170 MB)?'
  if (!(await ask?.(question)))
    throw new Error(
      `No Chromium or Chrome for Testing was found. Install one: ${byHand}\nor name one: CHROMIUM_PATH=/path/to/chromium npm run demo`,
    )
  if ((await run(process.execPath, ...playwright)) !== 0)
    throw new Error('playwright-core could not download Chromium. Is the network there?')
}

function run(command: string, ...args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    child.on('error', () => resolve(-1))
    child.on('exit', (code) => resolve(code ?? -1))
  })
}
