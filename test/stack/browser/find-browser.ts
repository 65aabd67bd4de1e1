import { browserPlaces } from './browser-places.ts'
import { type Install, installBrowser } from './install-browser.ts'
import { type Machine, thisMachine } from './machine.ts'

export type FoundBrowser = { readonly path: string; readonly version: string }

type Search = {
  readonly machine?: Machine
  /** A yes-or-no question to the person; without it nothing is downloaded. */
  readonly ask?: (question: string) => Promise<boolean>
  readonly onProgress?: (line: string) => void
  readonly install?: Install
}

/** The first branded Chrome that ignores `--load-extension` (developer.chrome.com/blog/extension-news-june-2025). */
const firstDeafChrome = 137

/**
 * A Chromium or Chrome for Testing that loads unpacked extensions: one that is there, else Debian's package (installed
 * where we are root), else playwright-core's after a yes.
 * @throws Error that tells what to install and how.
 */
export async function findBrowser({
  machine = thisMachine(),
  ask,
  onProgress = () => {},
  install = installBrowser,
}: Search = {}): Promise<FoundBrowser> {
  const found = await present(machine, onProgress)
  if (found) return found
  await install({ machine, ask, onProgress })
  const installed = await present(machine, onProgress)
  if (installed) return installed
  throw new Error(
    'A browser was installed, but it is not where it was expected. Name it: CHROMIUM_PATH=/path/to/chromium',
  )
}

async function present(machine: Machine, onProgress: (line: string) => void): Promise<FoundBrowser | null> {
  for (const path of browserPlaces(machine)) {
    const version = await machine.versionOf(path)
    if (version === null) continue
    if (!isDeafToExtensions(version)) return { path, version }
    onProgress(
      `${version} ignores --load-extension (as every Google Chrome from ${firstDeafChrome} on does): looking for Chromium or Chrome for Testing instead`,
    )
  }
  return null
}

/** `Google Chrome 141.0.1.2` is branded, `Google Chrome for Testing 141.0.1.2` is not. */
export function isDeafToExtensions(version: string): boolean {
  const major = /^Google Chrome (?!for Testing)\D*(\d+)/.exec(version)?.[1]
  return major !== undefined && Number(major) >= firstDeafChrome
}
