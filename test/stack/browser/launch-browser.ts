import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'
import { findBrowser } from './find-browser.ts'
import { newProfile, seedProfile } from './profile.ts'
import { within } from './time-limit.ts'
import { worker } from './worker.ts'

export type Launch = {
  /** A built Chromium extension, e.g. `.output/chrome-mv3`. */
  readonly extensionDir: string
  readonly headless: boolean
  /** Default: found or installed, see findBrowser. */
  readonly browserPath?: string
  /** Default: a new, empty folder. */
  readonly profileDir?: string
  /** Optional hosts that were already granted; only for a profile that was never used. */
  readonly grantedHosts?: readonly string[]
  readonly size?: { readonly width: number; readonly height: number }
  /** IANA name; default Europe/Berlin. */
  readonly timezone?: string
  readonly colorScheme?: 'light' | 'dark'
}

/** Chromium stays at home: only loopback addresses resolve, nothing is fetched, updated or reported. */
const quiet = [
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--hide-crash-restore-bubble',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
]

/**
 * Chromium with the extension, its worker running, in a throw-away profile. The caller closes the context.
 * @throws Error when either does not start.
 */
export async function launchBrowser(launch: Launch): Promise<BrowserContext> {
  const executablePath = launch.browserPath ?? (await findBrowser()).path
  const profile = launch.profileDir ?? newProfile()
  if (!existsSync(join(profile, 'Default', 'Preferences'))) seedProfile(profile, launch.grantedHosts ?? [])
  const timezone = launch.timezone ?? 'Europe/Berlin'
  const size = launch.size ?? { width: 1440, height: 900 }
  const context = await within(
    60_000,
    'starting Chromium',
    chromium.launchPersistentContext(profile, {
      executablePath,
      headless: launch.headless,
      viewport: launch.headless ? size : null,
      // The demo's people live there; its CRM and calendar show the same hours, whatever this computer's zone.
      timezoneId: timezone,
      // Playwright's emulation does not reach the worker and the popup at the toolbar.
      env: { ...definedEnv(), TZ: timezone },
      ...(launch.headless ? { colorScheme: launch.colorScheme ?? 'light' } : {}),
      // A person sees an ordinary window: no "controlled by automated software", no bar about the missing sandbox.
      ignoreDefaultArgs: launch.headless ? [] : ['--enable-automation'],
      handleSIGINT: false,
      handleSIGTERM: false,
      args: [
        `--disable-extensions-except=${launch.extensionDir}`,
        `--load-extension=${launch.extensionDir}`,
        `--window-size=${size.width},${size.height}`,
        ...(launch.headless ? [] : ['--test-type']),
        ...quiet,
      ],
    }),
  )
  context.setDefaultTimeout(15_000)
  await worker(context).catch(async (error: unknown) => {
    await context.close()
    throw new Error('Chromium runs, but the extension’s worker did not start: is the build broken?', { cause: error })
  })
  return context
}

const definedEnv = () =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined))
