import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { takeDataDir } from './data-dir.ts'
import { choosePorts } from './ports.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'calendar-sync-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a second start gets the same ports, all different', async () => {
  const first = await choosePorts(folder)
  expect(new Set(Object.values(first)).size).toBe(4)
  expect(await choosePorts(folder)).toEqual(first)
})

test('a port that somebody took meanwhile is replaced, the others stay', async () => {
  const first = await choosePorts(folder)
  const taker = createServer()
  await new Promise<void>((resolve) => taker.listen(first.crm, '127.0.0.1', resolve))
  const second = await choosePorts(folder)
  await new Promise((resolve) => taker.close(resolve))
  expect(second.crm).not.toBe(first.crm)
  expect({ ...second, crm: 0 }).toEqual({ ...first, crm: 0 })
})

test('two processes never share a data folder', async () => {
  await writeFile(join(folder, 'process'), String(process.ppid))
  await expect(takeDataDir(folder, false)).rejects.toThrow(`process ${process.ppid}`)
})

test('a folder left by a process that died is taken, and --fresh empties it', async () => {
  await writeFile(join(folder, 'process'), '999999999')
  await writeFile(join(folder, 'google.json'), '{}')
  await takeDataDir(folder, true)
  expect(await readdir(folder)).toEqual(['process'])
})
