import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'

/** What the search for a browser needs to know about the computer; replaced in tests. */
export type Machine = {
  readonly system: 'mac' | 'windows' | 'linux'
  readonly env: Readonly<Record<string, string | undefined>>
  readonly isRoot: boolean
  /** Debian itself; Ubuntu's package of that name only points to a snap. */
  readonly isDebian: boolean
  isFile(path: string): boolean
  list(folder: string): readonly string[]
  /** The line that `--version` prints, or what can be read beside the program; null where it does not run. */
  versionOf(path: string): Promise<string | null>
}

const run = promisify(execFile)

async function versionOf(path: string): Promise<string | null> {
  // chrome.exe opens a window instead of answering; the folder beside it is named after the version.
  if (process.platform === 'win32') {
    const version = list(dirname(path)).find((name) => /^\d+\.\d+\.\d+\.\d+$/.test(name))
    const name = /google\\chrome\\/i.test(path) ? 'Google Chrome' : 'Chromium'
    return version ? `${name} ${version}` : name
  }
  try {
    const { stdout } = await run(path, ['--version'], { timeout: 10_000 })
    return stdout.trim()
  } catch {
    return null
  }
}

function list(folder: string): readonly string[] {
  return existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : []
}

function isDebian(): boolean {
  const path = '/etc/os-release'
  return existsSync(path) && /^ID=debian$/m.test(readFileSync(path, 'utf8')) && existsSync('/usr/bin/apt-get')
}

export const thisMachine = (): Machine => ({
  system: process.platform === 'darwin' ? 'mac' : process.platform === 'win32' ? 'windows' : 'linux',
  env: process.env,
  isRoot: process.getuid?.() === 0,
  isDebian: isDebian(),
  isFile: (path) => existsSync(path) && statSync(path).isFile(),
  list,
  versionOf,
})

/** Whether a window can be shown to a person here. */
export function hasDisplay(machine: Pick<Machine, 'system' | 'env'> = thisMachine()): boolean {
  if (machine.env.CI) return false
  return machine.system !== 'linux' || Boolean(machine.env.DISPLAY ?? machine.env.WAYLAND_DISPLAY)
}
