import { expect, test } from 'vitest'
import { storable } from '../../lib/crm/storable.ts'

test('characters that Postgres cannot keep go, everything else stays as it is', () => {
  const value = { title: 'a\0b', list: ['\ud83d', '😀', null, 1, true], deep: { text: 'ü\n' } }
  expect(storable(value)).toEqual({ title: 'ab', list: ['\ufffd', '😀', null, 1, true], deep: { text: 'ü\n' } })
})

test('a key whose value is undefined stays out of the json', () => {
  expect(JSON.stringify(storable({ a: undefined, b: 1 }))).toBe('{"b":1}')
})
