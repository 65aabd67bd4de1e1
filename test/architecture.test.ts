import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parseSync } from 'vite'
import { expect, test } from 'vitest'

/** Who may import whom, the first area that matches a file decides. `packages` are the npm packages an area may use. */
type Area = { readonly files: RegExp; readonly may: readonly RegExp[]; readonly packages: readonly RegExp[] }

const model = /^lib\/model\//
const ports = /^lib\/(sync\/(ports|store|sync-ports|state|operation|project)|calendars\/provider)\.ts$/
const words = /^lib\/(words|messages)\.ts$/
const locale = /^public\/_locales\//
const react = [/^react(-dom)?(\/|$)/, /^wxt\//]

const areas: readonly Area[] = [
  { files: model, may: [model], packages: [] },
  { files: /^lib\/sync\//, may: [model, /^lib\/sync\//], packages: [] },
  { files: /^lib\/http\.ts$/, may: [model, /^lib\/calendars\/provider\.ts$/], packages: [] },
  { files: /^lib\/calendars\/provider\.ts$/, may: [model, ports], packages: [] },
  {
    files: /^lib\/calendars\/google\//,
    may: [model, ports, /^lib\/http\.ts$/, /^lib\/calendars\/google\//],
    packages: [],
  },
  {
    files: /^lib\/auth\//,
    may: [model, /^lib\/calendars\/provider\.ts$/, /^lib\/http\.ts$/, /^lib\/auth\//],
    packages: [],
  },
  {
    files: /^lib\/crm\//,
    may: [model, ports, /^lib\/crm\//, /^lib\/messages\.ts$/],
    packages: [/^@supabase\/(auth|postgrest)-js$/],
  },
  { files: /^lib\/store\//, may: [model, ports, /^lib\/store\//], packages: [/^dexie$/] },
  { files: /^lib\/messages\.ts$/, may: [model], packages: [/^valibot$/] },
  { files: /^lib\/words\.ts$/, may: [model, locale], packages: [] },
  { files: /^lib\/addresses\.ts$/, may: [], packages: [] },
  { files: /^lib\/page\//, may: [/^lib\/page\//], packages: [] },
  // Presentational: props in, callbacks out. What the views look like is known, how they are stored is not.
  {
    files: /^components\//,
    may: [model, words, /^lib\/store\/(views|status)\.ts$/, /^components\//],
    packages: react,
  },
  {
    files: /^entrypoints\/(popup|options)\//,
    may: [model, words, /^lib\/store\//, /^lib\/addresses\.ts$/, /^components\//, /^entrypoints\/(popup|options)\//],
    packages: [...react, /^dexie-react-hooks$/],
  },
  // On every page of the CRM: nothing heavy, nothing that knows a user's data.
  {
    files: /^entrypoints\/appointments\.content\//,
    may: [/^lib\/page\//, /^lib\/messages\.ts$/, /^entrypoints\/appointments\.content\//],
    packages: [/^wxt\//],
  },
  {
    files: /^entrypoints\/overlay\.content\//,
    may: [
      model,
      words,
      /^lib\/page\//,
      /^lib\/store\/status\.ts$/,
      /^components\//,
      /^entrypoints\/overlay\.content\//,
    ],
    packages: react,
  },
  {
    files: /^entrypoints\/background\//,
    may: [/^lib\//, /^entrypoints\/background\//],
    packages: [/^wxt\//, /^valibot$/],
  },
]

const root = join(import.meta.dirname, '..')
const sources = globSync(['lib/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}', 'entrypoints/**/*.{ts,tsx}'], {
  cwd: root,
}).filter((file) => !file.endsWith('.test.ts'))

/** Every module a source names: paths from the project's root, packages by name. */
function importsOf(file: string, text: string): { readonly name: string; readonly isPackage: boolean }[] {
  const { staticImports, staticExports, dynamicImports } = parseSync(file, text).module
  const names = [
    ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? [])),
    ...dynamicImports.map(({ moduleRequest }) => text.slice(moduleRequest.start + 1, moduleRequest.end - 1)),
  ]
  return names.map((named) => {
    const name = named.replace(/\?.*$/, '')
    const isPackage = !name.startsWith('.')
    return { name: isPackage ? name : relative(root, join(root, dirname(file), name)), isPackage }
  })
}

function violations(file: string, text: string): string[] {
  const area = areas.find(({ files }) => files.test(file))
  if (!area) return [`${file}: belongs to no area`]
  return importsOf(file, text)
    .filter(
      ({ name, isPackage }) =>
        !name.endsWith('.css') && !(isPackage ? area.packages : area.may).some((rule) => rule.test(name)),
    )
    .map(({ name }) => `${file} must not import ${name}`)
}

test('imports keep to the directions of the design', () => {
  expect(sources.length).toBeGreaterThan(100)
  expect(sources.flatMap((file) => violations(file, readFileSync(join(root, file), 'utf8')))).toEqual([])
})

test.each([
  ['lib/sync/plan.ts', `import { openGoogle } from '../calendars/google/calendars.ts'`],
  ['lib/sync/plan.ts', `import {\n  translate,\n} from '../crm/errors.ts'`],
  ['lib/model/event.ts', `import type { Plan } from '../sync/plan.ts'`],
  ['lib/calendars/google/codec.ts', `import { createCrmClient } from '../../crm/client.ts'`],
  ['lib/crm/pull.ts', `import { fromGoogle } from '../calendars/google/codec.ts'`],
  ['lib/store/mirror.ts', `import { syncAll } from '../sync/sync-all.ts'`],
  ['lib/sync/execute.ts', `import Dexie from 'dexie'`],
  ['components/button.tsx', `import { openDatabase } from '../lib/store/db.ts'`],
  ['entrypoints/overlay.content/index.tsx', `import { openDatabase } from '../../lib/store/db.ts'`],
  ['entrypoints/popup/main.tsx', `const plan = await import('../../lib/sync/plan.ts')`],
  ['entrypoints/background/index.ts', `import { startStack } from '../../test/stack/stack.ts'`],
])('an import across the lines is found: %s', (file, text) => {
  expect(violations(file, text)).toHaveLength(1)
})

test('the engine is runtime-neutral: no browser API, no database of the browser', () => {
  const engine = sources.filter((file) => /^lib\/(model|sync|calendars|crm|auth)\//.test(file))
  const touching = engine.filter((file) => {
    const code = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*|`[^`]*`|'[^'\n]*'/g, '')
    return /\b(chrome|browser)\.\w|\b(document|window|localStorage|indexedDB)\.\w|import\.meta/.test(
      code.replace(/\bwindow\.(from|until)\b/g, ''),
    )
  })
  expect(touching).toEqual([])
})

test('no module knows both Google and Supabase, save the background that brings them together', () => {
  const both = sources.filter((file) => {
    if (file.startsWith('entrypoints/background/')) return false
    const names = importsOf(file, readFileSync(join(root, file), 'utf8')).map(({ name }) => name)
    return (
      names.some((name) => name.includes('calendars/google')) && names.some((name) => /supabase|lib\/crm/.test(name))
    )
  })
  expect(both).toEqual([])
})
