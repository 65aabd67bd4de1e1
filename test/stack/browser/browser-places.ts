import { posix, win32 } from 'node:path'
import { chromium } from 'playwright-core'
import type { Machine } from './machine.ts'

/** Where a Chromium, a Chrome for Testing or (last, mostly unusable) a branded Chrome may stand, best first. */
export function browserPlaces(machine: Machine): readonly string[] {
  const places = [machine.env.CHROMIUM_PATH, ...onPath(machine), ...usual(machine), playwrights(), ...branded(machine)]
  return [...new Set(places.filter((place) => place !== undefined))].filter((place) => machine.isFile(place))
}

const home = ({ env }: Machine) => env.HOME ?? env.USERPROFILE ?? ''

function onPath({ env, system }: Machine): readonly string[] {
  const [names, separator, path] =
    system === 'windows'
      ? ([['chromium.exe'], ';', win32] as const)
      : ([['chromium', 'chromium-browser', 'chrome-for-testing'], ':', posix] as const)
  const folders = (env.PATH ?? env.Path ?? '').split(separator).filter(Boolean)
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name)))
}

function usual(machine: Machine): readonly string[] {
  switch (machine.system) {
    case 'mac':
      return ['', home(machine)].flatMap((root) => [
        `${root}/Applications/Chromium.app/Contents/MacOS/Chromium`,
        `${root}/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing`,
      ])
    case 'windows':
      return windowsRoots(machine).map((root) => `${root}\\Chromium\\Application\\chrome.exe`)
    case 'linux':
      return [
        '/usr/bin/chromium',
        '/usr/bin/chromium-browser',
        '/usr/lib/chromium/chromium',
        ...downloaded(machine),
        '/snap/bin/chromium',
      ]
  }
}

/** Chrome for Testing as `@puppeteer/browsers` leaves it. */
function downloaded(machine: Machine): readonly string[] {
  const folder = `${home(machine)}/.cache/puppeteer/chrome`
  return machine.list(folder).map((version) => `${folder}/${version}/chrome-linux64/chrome`)
}

/** playwright-core's own Chromium; it answers a path whether or not it was ever downloaded. */
function playwrights(): string | undefined {
  try {
    return chromium.executablePath()
  } catch {
    return undefined
  }
}

const windowsRoots = ({ env }: Machine) =>
  [env.LOCALAPPDATA, env.PROGRAMFILES, env['PROGRAMFILES(X86)']].filter((root) => root !== undefined)

function branded(machine: Machine): readonly string[] {
  switch (machine.system) {
    case 'mac':
      return ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']
    case 'windows':
      return windowsRoots(machine).map((root) => `${root}\\Google\\Chrome\\Application\\chrome.exe`)
    case 'linux':
      return ['/usr/bin/google-chrome', '/opt/google/chrome/chrome']
  }
}
