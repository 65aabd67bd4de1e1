import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AppointmentId } from '../../lib/model/ids.ts'
import { type Device, openWorld, type World } from './world.ts'

let world: World
let desk: Device
beforeEach(async () => {
  world = await openWorld()
  desk = world.openDevice('desk')
})
afterEach(() => world.close())

const idsOf = (answer: { appointments: readonly { id: AppointmentId }[] }) => answer.appointments.map(({ id }) => id)

describe('the cursor', () => {
  test('a transaction that began before a pull and commits after it is not missed', async () => {
    // One connection cannot hold two transactions, so the feed is given the number of one that is still open.
    const { cursor } = await desk.pull()
    const id = await world.addAppointment(world.ann)
    await world.db.sql('update calendar_sync.feed set xid = $1::xid8', [cursor])
    expect(idsOf(await desk.pull())).toEqual([id])
  })

  test.each([
    ['epoch', `update calendar_sync.epoch set id = gen_random_uuid()`],
    ['future', `select 1`],
  ])('%s: leads to a full pull', async (kind, statement) => {
    const { epoch, fingerprint, cursor } = await desk.pull()
    await world.db.sql(statement)
    const answer = await world.db.rpc<{ isFull: boolean }>(world.ann, 'calendar_pull', {
      device: 'desk',
      epoch,
      fingerprint,
      cursor: kind === 'future' ? `${Number(cursor) + 1_000_000}` : cursor,
      from: '2026-11-01T00:00:00Z',
      until: '2027-06-01T00:00:00Z',
    })
    expect(answer.isFull).toBe(true)
  })

  test('garbage in place of a cursor leads to a full pull, not to an error', async () => {
    const { epoch, fingerprint } = await desk.pull()
    const request = {
      device: 'desk',
      epoch,
      fingerprint,
      cursor: "1'; drop table x",
      from: '2026-11-01T00:00:00Z',
      until: '2027-06-01T00:00:00Z',
    }
    expect(await world.db.rpc(world.ann, 'calendar_pull', request)).toMatchObject({ isFull: true })
  })

  test('a restored or moved database is another epoch, and numbers of the old cluster are drawn down', async () => {
    const before = await desk.pull()
    const id = await world.addAppointment(world.ann)
    await world.db.exec(
      `update calendar_sync.epoch set cluster = 'another cluster'; update calendar_sync.feed set xid = '999999999'`,
    )
    const restored = await desk.pull()
    expect(restored.isFull).toBe(true)
    expect(restored.epoch).not.toBe(before.epoch)
    expect(idsOf(restored)).toEqual([id])
    await desk.pull()
    expect((await desk.pull()).appointments).toEqual([])
  })

  test('truncating the appointments is another epoch', async () => {
    const before = await desk.pull()
    await world.db.exec('truncate public.appointments cascade')
    const answer = await desk.pull()
    expect([answer.isFull, answer.epoch === before.epoch]).toEqual([true, false])
  })
})

describe('last_sync', () => {
  test('is stamped by a pull, at most every ten minutes, and only on connected accounts', async () => {
    const lastSync = async () =>
      (await world.db.sql<{ last_sync: Date | null }>('select last_sync from public.calendar_accounts'))[0]?.last_sync
    await desk.pull()
    const first = await lastSync()
    await desk.pull()
    expect(await lastSync()).toEqual(first)
    await world.db.sql(`update public.calendar_accounts set last_sync = now() - interval '11 minutes'`)
    await desk.pull()
    expect((await lastSync())?.getTime()).toBeGreaterThan((first?.getTime() ?? 0) - 1)
    await world.db.sql(`update public.calendar_accounts set last_sync = null, connected = false`)
    await desk.pull()
    expect(await lastSync()).toBeNull()
  })

  test('S21: an account that never synced tells null', async () => {
    await world.db.sql('update public.calendar_accounts set connected = false')
    expect((await desk.pull()).accounts.map(({ lastSync }) => lastSync)).toEqual([null])
  })
})
