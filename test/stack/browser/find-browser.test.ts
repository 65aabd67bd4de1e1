import { expect, test } from 'vitest'
import { findBrowser, isDeafToExtensions } from './find-browser.ts'
import { installBrowser } from './install-browser.ts'
import { hasDisplay, type Machine } from './machine.ts'

/** A computer with these programs, each with the line it prints for --version. */
function machine(programs: Record<string, string>, others: Partial<Machine> = {}): Machine {
  return {
    system: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin', HOME: '/home/ann' },
    isRoot: false,
    isDebian: false,
    isFile: (path) => path in programs,
    list: () => [],
    versionOf: async (path) => programs[path] ?? null,
    ...others,
  }
}

test('CHROMIUM_PATH comes before what is on the path', async () => {
  const env = { PATH: '/usr/bin', CHROMIUM_PATH: '/opt/mine' }
  const found = await findBrowser({
    machine: machine({ '/usr/bin/chromium': 'Chromium 156.0', '/opt/mine': 'Chromium 150.0' }, { env }),
  })
  expect(found).toEqual({ path: '/opt/mine', version: 'Chromium 150.0' })
})

test('a branded Chrome that ignores --load-extension is named and passed over', async () => {
  const lines: string[] = []
  const env = { PATH: '/usr/bin', CHROMIUM_PATH: '/usr/bin/google-chrome' }
  const programs = { '/usr/bin/google-chrome': 'Google Chrome 141.0.7390.54', '/usr/bin/chromium': 'Chromium 156.0' }
  const found = await findBrowser({ machine: machine(programs, { env }), onProgress: (line) => lines.push(line) })
  expect(found.path).toBe('/usr/bin/chromium')
  expect(lines.join()).toContain('Google Chrome 141.0.7390.54 ignores --load-extension')
})

test('Chrome for Testing and older Chromes still load extensions', () => {
  expect(isDeafToExtensions('Google Chrome for Testing 141.0.7390.54')).toBe(false)
  expect(isDeafToExtensions('Google Chrome 136.0.1.1')).toBe(false)
  expect(isDeafToExtensions('Google Chrome 137.0.1.1')).toBe(true)
  expect(isDeafToExtensions('Chromium 156.0.8078.79 built on Debian')).toBe(false)
})

test('Chrome for Testing is found in the Applications of a Mac', async () => {
  const path = '/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing'
  const found = await findBrowser({
    machine: machine({ [path]: 'Google Chrome for Testing 150.0' }, { system: 'mac' }),
  })
  expect(found.path).toBe(path)
})

test('on Debian without root the exact command is told, and nothing is installed unasked', async () => {
  const nothing = machine({}, { isDebian: true })
  await expect(findBrowser({ machine: nothing })).rejects.toThrow(
    'sudo apt-get install -y --no-install-recommends chromium fonts-liberation',
  )
})

test('a no to the download installs nothing and tells what else can be done', async () => {
  const questions: string[] = []
  const ask = async (question: string) => questions.push(question) === 0
  await expect(installBrowser({ machine: machine({}), ask, onProgress: () => {} })).rejects.toThrow('CHROMIUM_PATH=')
  expect(questions).toHaveLength(1)
})

test('what the installation brought is used', async () => {
  const programs: Record<string, string> = {}
  const install = async () => {
    programs['/usr/bin/chromium'] = 'Chromium 156.0'
  }
  expect((await findBrowser({ machine: machine(programs), install })).path).toBe('/usr/bin/chromium')
})

test('a window can be shown where Linux has a display and nobody says CI', () => {
  expect(hasDisplay({ system: 'linux', env: {} })).toBe(false)
  expect(hasDisplay({ system: 'linux', env: { DISPLAY: ':0' } })).toBe(true)
  expect(hasDisplay({ system: 'linux', env: { DISPLAY: ':0', CI: 'true' } })).toBe(false)
  expect(hasDisplay({ system: 'mac', env: {} })).toBe(true)
})
