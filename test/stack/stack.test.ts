import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ann } from './crm/people.ts'
import { type Stack, startStack } from './stack.ts'
import { readBothSides } from './story/read-both-sides.ts'

const titles = async (stack: Stack) => {
  const { appointments, events } = await readBothSides(stack, ann)
  return [appointments, events].map((meetings) => meetings.map(({ title }) => title).sort())
}

test('a second start has the same addresses and data, and does not build the extension again', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'calendar-sync-test-'))
  const first = await startStack({ dataDir })
  await first.backend.sql('update appointments set title = $1 where title = $2', ['Site visit at noon', 'Site visit'])
  first.google.insert(ann.email, { summary: 'Lunch', start: at(12), end: at(13) })
  const before = await titles(first)
  await first.close()

  const lines: string[] = []
  const second = await startStack({ dataDir, onProgress: (line) => lines.push(line) })
  expect(second.ports).toEqual(first.ports)
  expect(await titles(second)).toEqual(before)
  expect(before.flat()).toEqual(expect.arrayContaining(['Site visit at noon', 'Lunch']))
  expect(lines).toContain('The extension is as it was')
  await second.close()
  await rm(dataDir, { recursive: true, maxRetries: 5 })
}, 120_000)

const at = (hour: number) => ({
  dateTime: new Date(Date.now() + hour * 3_600_000).toISOString(),
  timeZone: 'Europe/Berlin',
})
