import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ann } from '../crm/people.ts'
import { authClient, signIn } from './client.ts'
import { readMigrations } from './migrate.ts'
import { startBackend } from './start-backend.ts'

let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'backend-'))
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

test('a second start continues with the data, the sessions and the migrations', { timeout: 60_000 }, async () => {
  const first = await startBackend({ port: 0, dataDir })
  const { rest, session } = await signIn(first, ann)
  await rest.from('appointments').update({ title: 'Site visit, moved' }).eq('title', 'Site visit')
  await first.close()

  const second = await startBackend({ port: 0, dataDir })
  expect(await second.sql(`select title from appointments where title like 'Site visit%'`)).toEqual([
    { title: 'Site visit, moved' },
  ])
  const refreshed = await authClient(second).refreshSession({ refresh_token: session.refresh_token })
  expect(refreshed.data.user?.id).toBe(ann.id)
  expect(await second.migrate()).toEqual([])
  await second.close()
})

test('a first start that was interrupted is begun anew', async () => {
  const interrupted = await mkdtemp(join(tmpdir(), 'backend-'))
  await mkdir(join(interrupted, 'cluster'))
  await writeFile(join(interrupted, 'cluster', 'PG_VERSION'), '18')
  const backend = await startBackend({ port: 0, dataDir: interrupted, isMigrated: false })
  expect(await backend.sql('select count(*)::int as n from appointments')).toEqual([{ n: 7 }])
  await backend.close()
  await rm(interrupted, { recursive: true })
})

const epochOf = async (options: { dataDir?: string }) => {
  const backend = await startBackend({ port: 0, ...options })
  const [epoch] = await backend.sql<{ id: string }>('select calendar_sync.current_epoch() as id')
  await backend.close()
  return epoch?.id
}

test('each new database has an epoch of its own, and keeps it', async () => {
  expect(await epochOf({ dataDir })).toBe(await epochOf({ dataDir }))
  expect(await epochOf({})).not.toBe(await epochOf({}))
})

test('a database without the migrations gets them later', async () => {
  const backend = await startBackend({ port: 0, isMigrated: false })
  const names = (await readMigrations()).map(({ version, name }) => `${version}_${name}`)
  expect(await backend.migrate()).toEqual(names)
  expect(await backend.migrate()).toEqual([])
  await backend.close()
})

test("ann's site visit is tomorrow at 10:00 in Berlin", async () => {
  const backend = await startBackend({ port: 0, isMigrated: false })
  const visit = await backend.sql(
    `select to_char(start_time at time zone 'Europe/Berlin', 'HH24:MI') as start,
       (start_time at time zone 'Europe/Berlin')::date - (now() at time zone 'Europe/Berlin')::date as days
     from appointments where title = $1`,
    ['Site visit'],
  )
  expect(visit).toEqual([{ start: '10:00', days: 1 }])
  await backend.close()
})
