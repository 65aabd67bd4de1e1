import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CommitOperation } from '../../lib/sync/ports.ts'
import { type CommitOptions, type Device, importOne, newRun, openWorld, type World } from './world.ts'

let world: World
let desk: Device
beforeEach(async () => {
  world = await openWorld()
  desk = world.openDevice('desk')
  await desk.pull()
})
afterEach(() => world.close())

const commit = (...operations: CommitOperation[]) => desk.results(operations, { status: 'running' })

const imported = (name?: string) => importOne(world, desk, name)

const lines = () =>
  world.db.sql(
    'select id, status, trigger, device, imported, deleted, failed, error_codes, finished_at is not null as over from public.calendar_sync_log order by created_at, status',
  )
const finish = (options: CommitOptions) => desk.commit([], options)

describe('the run’s line in the log', () => {
  test.each(['success', 'partial', 'failed', 'held'] as const)('%s, with counts and codes', async (status) => {
    const runId = newRun()
    await desk.begin([], runId)
    expect(await lines()).toMatchObject([
      { id: runId, status: 'running', trigger: 'manual', device: 'desk', over: false },
    ])
    await finish({ runId, status, counts: { imported: 3, deleted: 1, failed: 2 }, errorCodes: ['rejected'] })
    expect(await lines()).toMatchObject([
      { id: runId, status, imported: 3, deleted: 1, failed: 2, error_codes: ['rejected'], over: true },
    ])
  })

  test('a run without begin has one line as well; running commits before the last one keep it open', async () => {
    const runId = newRun()
    await finish({ runId, status: 'running', counts: { imported: 1 } })
    expect(await lines()).toMatchObject([{ status: 'running', imported: 1, over: false }])
    await finish({ runId, status: 'success', counts: { imported: 2 } })
    expect(await lines()).toMatchObject([{ status: 'success', imported: 2, over: true }])
  })

  test('a run that died never reads as a success: the next one marks it as failed', async () => {
    const [dead, next] = [newRun(), newRun()]
    await desk.begin([], dead)
    await world.db.sql(`update calendar_sync.leases set expires_at = now() - interval '1 second'`)
    await desk.begin([], next)
    expect(
      Object.fromEntries((await lines()).map(({ id, status, error_codes, over }) => [id, [status, error_codes, over]])),
    ).toEqual({
      [dead]: ['failed', ['unavailable'], true],
      [next]: ['running', [], false],
    })
  })

  test('a pull that finds nothing writes no line', async () => {
    await desk.pull()
    await desk.pull()
    expect(await lines()).toEqual([])
  })

  test("another person's line cannot be written", async () => {
    const ben = await world.db.addUser('ben@example.com', { organization: world.acme })
    const other = world.openDevice('other', ben)
    const runId = newRun()
    await desk.begin([], runId)
    await other.pull()
    await other.commit([], { runId, counts: { imported: 99 } })
    expect(await lines()).toMatchObject([{ id: runId, status: 'running', imported: 0 }])
  })
})

describe('before-images', () => {
  test('are out of sight after 30 days, and deleted at the end of the next run of anybody', async () => {
    const { id, row } = await imported()
    await commit({ op: 'update-appointment', mappingId: id, rev: 1, expected: row, row: { title: 'New' }, set: {} })
    await world.db.sql(`update public.calendar_undo set created_at = now() - interval '31 days'`)
    const seen = () => world.db.asUser(world.ann, (sql) => sql('select id from public.calendar_undo'))
    expect(await seen()).toEqual([])
    expect(await world.db.sql('select id from public.calendar_undo')).toHaveLength(1)
    await desk.commit([])
    expect(await world.db.sql('select id from public.calendar_undo')).toEqual([])
  })
})
