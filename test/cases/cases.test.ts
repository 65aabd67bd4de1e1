import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import cases from './cases.json' with { type: 'json' }
import { later, partly } from './later.ts'

const root = join(import.meta.dirname, '..')
const known = cases.cases.map(({ id }) => id)

/** Tests of the stand-ins prove nothing about the product: their ids do not count. */
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.startsWith('stack/') && !path.startsWith('cases/'),
)

/** A test's name, or a row that makes one, begins with its cases: `'G01: …'`, `'R03 R05: …'`. */
const names = /['"`]((?:[A-Z]\d\d )*[A-Z]\d\d): /g

const proven = new Map<string, string>()
for (const path of sources) {
  for (const [, ids = ''] of readFileSync(join(root, path), 'utf8').matchAll(names)) {
    for (const id of ids.split(' ')) proven.set(id, path)
  }
}
const waiting = later.map(({ id }) => id)

test('every case is in the name of a test, or waits for work that is named', () => {
  expect(known.filter((id) => !proven.has(id) && !waiting.includes(id))).toEqual([])
})

test('no case is both: what has a test no longer waits', () => {
  expect(waiting.filter((id) => proven.has(id)).map((id) => `${id} in ${proven.get(id)}`)).toEqual([])
})

test('a case of which a part waits has a test for the other part', () => {
  expect(partly.filter(({ id }) => !proven.has(id))).toEqual([])
})

test('no test and no list names a case that does not exist, or names it twice', () => {
  expect([...proven.keys(), ...waiting].filter((id) => !known.includes(id))).toEqual([])
  expect(new Set(waiting).size).toBe(waiting.length)
  expect(new Set(known).size).toBe(known.length)
})
