import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseLeaseAnswer } from '../../lib/crm/commit.ts'
import { type Device, newRun, openWorld, type World } from './world.ts'

let world: World
let desk: Device
let phone: Device
beforeEach(async () => {
  world = await openWorld()
  desk = world.openDevice('desk')
  phone = world.openDevice('phone')
  await desk.pull()
  await phone.pull()
})
afterEach(() => world.close())

const expire = () => world.db.sql(`update calendar_sync.leases set expires_at = now() - interval '1 second'`)

describe('the lease', () => {
  test('is granted to the first, kept by the same device, refused to the other until it ends', async () => {
    expect(await desk.begin([])).toMatchObject({ kind: 'granted', fence: 1, results: [] })
    expect(await desk.commit([], { status: 'running' })).toMatchObject({ kind: 'granted', fence: 1 })
    const refusal = await phone.begin([])
    expect(refusal).toEqual({ kind: 'lease-held', until: expect.stringMatching(/^\d{4}-.*Z$/) })
    expect(await phone.commit([world.importOf('Standup')])).toEqual(refusal)
    expect(await world.db.sql('select id from public.appointments')).toEqual([])
  })

  test('ends with the commit that ends the run; the other device must pull before it may write', async () => {
    await desk.commit([])
    expect(await phone.begin([])).toEqual({ kind: 'stale' })
    expect((await phone.pull()).fence).toBe(1)
    expect(await phone.begin([])).toMatchObject({ kind: 'granted', fence: 2 })
    expect(await desk.begin([])).toMatchObject({ kind: 'lease-held' })
  })

  test('X05: of a dead worker is taken over after its time, and the dead one, come back, is stale', async () => {
    await desk.begin([])
    await phone.pull()
    expect(await phone.begin([])).toMatchObject({ kind: 'lease-held' })
    await expire()
    expect(await phone.begin([])).toMatchObject({ kind: 'granted', fence: 2 })
    await expire()
    expect(await desk.commit([world.importOf('Late')])).toEqual({ kind: 'stale' })
    expect(await world.db.sql('select id from public.appointments')).toEqual([])
  })

  test('X04: nobody held it meanwhile: the same device goes on with a higher number', async () => {
    await desk.begin([])
    await expire()
    expect(await desk.commit([world.importOf('Standup')])).toMatchObject({
      kind: 'granted',
      fence: 2,
      results: [{ ok: true }],
    })
  })

  test('a reply that was lost makes its sender stale: it pulls again and goes on', async () => {
    await desk.pull()
    const other = world.openDevice('desk') // the same device, which never saw the answer of the first begin
    await other.pull()
    await desk.begin([])
    expect(await other.begin([])).toEqual({ kind: 'stale' })
    await other.pull()
    expect(await other.begin([])).toMatchObject({ kind: 'granted', fence: 1 })
  })

  test('is one per user: a colleague is not held up', async () => {
    const ben = await world.db.addUser('ben@example.com', { organization: world.acme })
    await desk.begin([])
    const other = world.openDevice('other', ben)
    await other.pull()
    expect(await other.begin([])).toMatchObject({ kind: 'granted', fence: 1 })
  })

  test('lasts as long as asked, within reason', async () => {
    const request = {
      device: 'desk',
      runId: newRun(),
      trigger: 'auto',
      fence: 0,
      leaseSeconds: 1_000_000,
      operations: [],
    }
    const answer = parseLeaseAnswer(await world.db.rpc(world.ann, 'calendar_begin', request))
    if (answer.kind !== 'granted') throw new Error(answer.kind)
    const seconds = (Date.parse(answer.expiresAt) - Date.now()) / 1000
    expect(seconds).toBeGreaterThan(500)
    expect(seconds).toBeLessThan(610)
  })

  test('cannot be taken without a device', async () => {
    await expect(
      world.db.rpc(world.ann, 'calendar_begin', { runId: newRun(), trigger: 'auto', fence: 0 }),
    ).rejects.toMatchObject({ code: '42501' })
  })
})
