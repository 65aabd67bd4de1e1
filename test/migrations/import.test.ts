import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EventId } from '../../lib/model/ids.ts'
import type { CommitOperation } from '../../lib/sync/ports.ts'
import { type Device, openWorld, refused, type World } from './world.ts'

let world: World
let desk: Device
beforeEach(async () => {
  world = await openWorld()
  desk = world.openDevice('desk')
  await desk.pull()
})
afterEach(() => world.close())

const commit = (...operations: CommitOperation[]) => desk.results(operations, { status: 'running' })
const count = async (table = 'appointments') =>
  (await world.db.sql<{ n: number }>(`select count(*)::int as n from public.${table}`))[0]?.n
const ok = expect.objectContaining({ ok: true, rev: 1 })

describe('an import', () => {
  test('G23: belongs to the user and the organisation of the account', async () => {
    await commit(world.importOf('Standup'))
    expect(
      await world.db.sql('select title, description, owner_id, organization_id, contact_id from public.appointments'),
    ).toEqual([
      {
        title: 'Standup',
        description: 'Bring the offer',
        owner_id: world.ann,
        organization_id: world.acme,
        contact_id: null,
      },
    ])
  })

  test.each(['synced', 'pending', 'dismissed', 'read_only', 'conflict', 'held', 'error'] as const)(
    'is refused where a mapping that is %s has the event or the meeting',
    async (status) => {
      const first = world.importOf('Standup')
      await commit(first)
      await commit({ op: 'settle', mappingId: first.mapping.id, rev: 1, set: { status } })
      const sameEvent = world.importOf('Standup', { identity: 'another meeting' })
      const sameMeeting = world.importOf('Standup', { eventId: 'another-event' as EventId })
      expect(await commit(sameEvent, sameMeeting)).toEqual([refused('exists'), refused('exists')])
      expect(await count()).toBe(1)
    },
  )

  test('is not refused for a closed mapping: a restored event is imported anew', async () => {
    const first = world.importOf('Standup')
    await commit(first)
    await commit({ op: 'settle', mappingId: first.mapping.id, rev: 1, set: { status: 'closed' } })
    expect(await commit(world.importOf('Standup'))).toEqual([ok])
  })

  test('of the same meeting in two calendars lands once', async () => {
    const { account, calendars } = await world.connect(world.ann, { email: 'ann@example.org' })
    const calendarId = calendars[0]?.id
    if (!calendarId) throw new Error('no calendar')
    const second = world.importOf('Standup', { accountId: account.id, calendarId })
    expect(await commit(world.importOf('Standup'), second)).toEqual([ok, refused('exists')])
    expect(await count()).toBe(1)
  })

  test('of the same meeting lands once for each colleague', async () => {
    const ben = await world.db.addUser('ben@example.com', { organization: world.acme })
    const { account, calendars } = await world.connect(ben, { email: 'ben@example.com' })
    const calendarId = calendars[0]?.id
    if (!calendarId) throw new Error('no calendar')
    const other = world.openDevice('other', ben)
    await other.pull()
    await commit(world.importOf('Standup'))
    expect(await other.results([world.importOf('Standup', { accountId: account.id, calendarId })])).toEqual([ok])
  })

  test('sent twice, because the reply was lost, lands once', async () => {
    const operation = world.importOf('Standup')
    await commit(operation)
    expect(await commit(operation)).toEqual([refused('exists')])
    expect(await count()).toBe(1)
  })

  test('by two devices at once lands once', async () => {
    await desk.commit([world.importOf('Standup')])
    const phone = world.openDevice('phone')
    await phone.pull()
    expect(await phone.results([world.importOf('Standup')])).toEqual([refused('exists')])
  })

  test("into a colleague's calendar is not found", async () => {
    const ben = await world.db.addUser('ben@example.com', { organization: world.acme })
    const { account, calendars } = await world.connect(ben, { email: 'ben@example.com' })
    const calendarId = calendars[0]?.id
    if (!calendarId) throw new Error('no calendar')
    expect(await commit(world.importOf('Standup', { accountId: account.id, calendarId }))).toEqual([
      refused('not-found'),
    ])
    expect(await count()).toBe(0)
  })
})

describe('a large import', () => {
  test('S15: of 300 with three bad ones lands 297, and only the bad ones are refused', async () => {
    const operations = Array.from({ length: 300 }, (_, i) =>
      world.importOf(`Meeting ${i}`, {}, [7, 150, 299].includes(i) ? { title: 'forbidden word' } : {}),
    )
    const results = await commit(...operations)
    expect(results.flatMap((result, i) => (result.ok ? [] : [[i, result.code]]))).toEqual([
      [7, 'rejected'],
      [150, 'rejected'],
      [299, 'rejected'],
    ])
    expect([await count(), await count('calendar_event_mappings')]).toEqual([297, 297])
    const ids = results.flatMap((result) => (result.ok ? [result.appointmentId] : []))
    const titles = await world.db.sql<{ id: string; title: string }>('select id::text, title from public.appointments')
    const byId = new Map(titles.map(({ id, title }) => [id, title]))
    expect(byId.get(ids[7] ?? '')).toBe('Meeting 8') // the answers stand in the order of the operations
  })

  test('forbidden by the CRM: none lands, each is told so', async () => {
    const own = await openWorld('uuid', { isOwn: true })
    const device = own.openDevice('desk')
    await device.pull()
    await own.db.exec('drop policy "owners add" on public.appointments')
    expect(await device.results([own.importOf('A'), own.importOf('B')])).toEqual([
      refused('forbidden'),
      refused('forbidden'),
    ])
    expect(await own.db.sql('select id from public.calendar_event_mappings')).toEqual([])
    await own.close()
  })

  test('2,500 rows in one call are at least 15 times faster than row by row', { timeout: 120_000 }, async () => {
    const size = 2500
    const operations = Array.from({ length: size }, (_, i) => world.importOf(`Meeting ${i}`))
    const started = performance.now()
    const results = await commit(...operations)
    const perRow = (performance.now() - started) / size
    expect(results.every((result) => result.ok)).toBe(true)

    const singles = 60
    const startedSingles = performance.now()
    for (let i = 0; i < singles; i++) await commit(world.importOf(`Single ${i}`))
    const perSingle = (performance.now() - startedSingles) / singles
    expect(perSingle / perRow).toBeGreaterThan(15)
  })
})
