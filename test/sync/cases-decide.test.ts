import { afterEach, beforeEach, expect, test } from 'vitest'
import { syncAll } from '../../lib/sync/sync-all.ts'
import { type Case, openCase, times } from './cases-office.ts'
import { ann, tomorrow } from './office.ts'

/** Both sides changed, one side went, something looks like an accident. */
let office: Case
beforeEach(async () => {
  office = await openCase()
})
afterEach(() => office.close())

const addVisit = async () => {
  const id = await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  await office.sync()
  const eventId = office.events().find(({ summary }) => summary === 'Site visit')?.id ?? ''
  office.google.resetCounters()
  return { id, eventId }
}
const setTitle = (id: string, title: string) =>
  office.db.sql('update public.appointments set title = $1 where id = $2', [title, id])
const drop = (id: string) => office.db.sql('delete from public.appointments where id = $1', [id])
const sides = async () => [
  (await office.rows()).map(({ title }) => title).toSorted(),
  office
    .events()
    .map(({ summary }) => summary)
    .toSorted(),
]
const mappings = () => office.db.sql('select status from public.calendar_event_mappings')
const versions = () => office.db.sql('select id, xmin::text from public.appointments order by id')

/** Two more syncs write nothing on either side. */
const settled = async () => {
  await office.sync()
  const [before, written] = [await versions(), office.writes.length]
  for (let n = 0; n < 2; n += 1) await office.sync()
  expect(office.writes).toHaveLength(written)
  expect(await versions()).toEqual(before)
}

test('S01 S22: our own version that comes back is no news, and then nothing is read or written', async () => {
  const { id } = await addVisit()
  await setTitle(id, 'Edited')
  await office.sync()
  const before = await versions()
  await office.sync()
  expect(await versions()).toEqual(before)
  office.google.resetCounters()
  for (let n = 0; n < 2; n += 1) expect(await office.sync()).toMatchObject({ status: 'success', plan: null })
  expect(office.google.counters.byOperation).toEqual({ 'events.list': 2 })
})

test.each([
  ['crm-wins', 'Here'],
  ['calendar-wins', 'There'],
] as const)('S04: other fields are merged; the same field follows %s', async (policy, winner) => {
  const { id, eventId } = await addVisit()
  await setTitle(id, 'Edited')
  office.edit(eventId, { location: 'Kitchen' })
  await office.sync()
  expect(await office.rows()).toMatchObject([{ title: 'Edited', location: 'Kitchen' }])
  expect(office.events()).toMatchObject([{ summary: 'Edited', location: 'Kitchen' }])
  await office.setAccount({ policy })
  await setTitle(id, 'Here')
  office.edit(eventId, { summary: 'There' })
  expect((await office.sync()).plan?.waiting).toEqual([])
  expect(await sides()).toEqual([[winner], [winner]])
  await settled()
})

test('S05: both set to the same value is no conflict and no write', async () => {
  const { id, eventId } = await addVisit()
  await setTitle(id, 'Updated Meeting')
  office.edit(eventId, { summary: 'Updated Meeting' })
  const [before, written] = [await versions(), office.writes.length]
  expect(await office.sync()).toMatchObject({ status: 'success', counts: { updated: 0, conflicts: 0 } })
  await settled()
  expect([await versions(), office.writes.length]).toEqual([before, written])
})

test('S06: edited here and deleted there follows calendar-wins, once', async () => {
  const { id, eventId } = await addVisit()
  await office.setAccount({ policy: 'calendar-wins' })
  await setTitle(id, 'Edited')
  office.google.remove(ann, eventId)
  await office.sync()
  expect(await sides()).toEqual([[], []])
  await settled()
})

test('S07 S13: deleted on both sides closes the mapping without a call, also on a device that never saw it', async () => {
  const { id, eventId } = await addVisit()
  await drop(id)
  office.google.remove(ann, eventId)
  expect(await office.openDevice().sync()).toMatchObject({ status: 'success', errorCodes: [] })
  expect(await mappings()).toEqual([{ status: 'closed' }])
  expect(await office.sync()).toMatchObject({ status: 'success', errorCodes: [] })
  const { 'events.delete': deletes = 0, 'events.insert': inserts = 0 } = office.google.counters.byOperation
  expect([deletes, inserts]).toEqual([0, 0])
})

test('S09: a new etag with the same content is no edit; a real edit on the other side goes over once', async () => {
  const { id, eventId } = await addVisit()
  await office.sync()
  office.edit(eventId, { colorId: '7' })
  await setTitle(id, 'Edited')
  const before = await versions()
  expect(await office.sync()).toMatchObject({ counts: { updated: 1 } })
  expect(office.writes.map(({ kind }) => kind)).toEqual(['create', 'update'])
  expect(await versions()).toEqual(before)
  await settled()
  expect(await sides()).toEqual([['Edited'], ['Edited']])
})

test('S12: two that look the same get to the other side once each', async () => {
  for (let n = 0; n < 2; n += 1) {
    await office.addAppointment('Twin', tomorrow(9), tomorrow(10))
    office.insert({ summary: 'Double', ...times(tomorrow(11), tomorrow(12)) })
  }
  await office.sync()
  const expected = ['Double', 'Double', 'Twin', 'Twin']
  expect(await sides()).toEqual([expected, expected])
  await settled()
  expect(await sides()).toEqual([expected, expected])
})

test('S15: of ten creations the fourth fails; then only the fourth is tried', async () => {
  for (let n = 0; n < 10; n += 1) await office.addAppointment(`Visit ${n}`, tomorrow(n), tomorrow(n + 1))
  const openCalendar: typeof office.device.ports.openCalendar = (account, calendar) => {
    const port = office.device.ports.openCalendar(account, calendar)
    return {
      ...port,
      async write(writes) {
        const before = await port.write(writes.slice(0, 3))
        office.google.misbehave.fail({ status: 500, times: 1 })
        const fourth = await port.write(writes.slice(3, 4))
        return [...before, ...fourth, ...(await port.write(writes.slice(4)))]
      },
    }
  }
  expect(await office.sync({ openCalendar })).toMatchObject({
    status: 'partial',
    counts: { exported: 9 },
    errorCodes: ['unavailable'],
  })
  expect(office.events()).toHaveLength(9)
  expect(await office.sync()).toMatchObject({ status: 'success', counts: { exported: 1 }, errorCodes: [] })
  expect(office.writes).toHaveLength(1)
  expect((await sides())[0]).toEqual((await sides())[1])
  await settled()
})

test('S21: an account that never synced starts no storm', async () => {
  await addVisit()
  await settled()
  await office.db.sql('update public.calendar_accounts set last_sync = null')
  const [before, written] = [await versions(), office.writes.length]
  const report = await office.openDevice().sync()
  expect(report).toMatchObject({ status: 'success', counts: { imported: 0, exported: 0, updated: 0, linked: 0 } })
  await settled()
  expect([await versions(), office.writes.length]).toEqual([before, written])
})

const many = async (count: number) => {
  for (let n = 0; n < count; n += 1)
    office.insert({ summary: `Event ${n}`, ...times(tomorrow(n % 20, 2), tomorrow((n % 20) + 1, 2)) })
  await office.sync()
  await office.sync()
  return (await office.rows()).map(({ id, eventId }) => ({ id, eventId: eventId ?? '' }))
}

test.each(['calendar', 'crm'] as const)(
  'D02: 60 of 100 gone at the %s wait for a yes, and are then deleted in one run that keeps them',
  async (side) => {
    const all = await many(100)
    for (const { id, eventId } of all.slice(0, 60)) {
      if (side === 'calendar') office.google.remove(ann, eventId)
      else await drop(id)
    }
    const report = await office.sync()
    expect(report).toMatchObject({ status: 'held', counts: { deleted: 0, held: 60 } })
    const left = (await sides())[side === 'calendar' ? 0 : 1]
    expect(left).toHaveLength(100)
    const released = (report.plan?.waiting ?? []).flatMap((waiting) =>
      waiting.kind === 'held' ? waiting.mappings.map(({ id }) => id) : [],
    )
    await office.device.store.setMarks({ released, isSettled: false })
    const { runId, counts } = await office.sync()
    expect(counts.deleted).toBe(60)
    expect((await sides()).map((titles) => titles.length)).toEqual([40, 40])
    const kept = await office.db.sql(
      `select run_id::text as run, count(*)::int from public.calendar_undo where kind = 'delete' and before is not null group by 1`,
    )
    expect(kept).toEqual([{ run: runId, count: 60 }])
    await settled()
  },
)

test('D02: a few deletions ask nobody', async () => {
  const all = await many(30)
  for (const { eventId } of all.slice(0, 5)) office.google.remove(ann, eventId)
  expect(await office.sync()).toMatchObject({ status: 'success', counts: { deleted: 5, held: 0 } })
})

test('D07: disconnecting removes nothing on either side; reconnecting finds everything linked', async () => {
  await addVisit()
  office.insert({ summary: 'Roof quote', ...times(tomorrow(12), tomorrow(13)) })
  await office.sync()
  await settled()
  const both = ['Roof quote', 'Site visit']
  await office.db.rpc(office.ann, 'calendar_disconnect', { accountId: office.accountId })
  await office.sync()
  expect(await sides()).toEqual([both, both])
  const primary = { externalId: ann, name: 'Ann', timezone: 'Europe/Berlin', isPrimary: true, isWritable: true }
  await office.db.rpc(office.ann, 'calendar_connect', {
    provider: 'google',
    email: ann,
    organizationId: office.acme,
    timezone: 'Europe/Berlin',
    calendars: [primary],
  })
  const written = office.writes.length
  await office.sync()
  await settled()
  expect(await sides()).toEqual([both, both])
  expect(office.writes).toHaveLength(written)
})

test('D13: a preview lists two creations, an update and a deletion with their reasons, and writes nothing', async () => {
  const { id } = await addVisit()
  const other = await office.addAppointment('Off', tomorrow(11), tomorrow(12))
  await office.addAppointment('Stays', tomorrow(13), tomorrow(14))
  await office.sync()
  await setTitle(id, 'Edited')
  await drop(other)
  await office.addAppointment('New', tomorrow(15), tomorrow(16))
  office.insert({ summary: 'New there', ...times(tomorrow(17), tomorrow(18)) })
  office.google.resetCounters()
  const state = async () => [
    await versions(),
    await office.db.sql('select * from public.calendar_event_mappings order by id'),
    await office.db.sql('select * from public.calendar_sync_log order by id'),
  ]
  const before = await state()
  const { plan } = await syncAll(office.device.ports, {
    trigger: 'manual',
    userId: office.ann,
    budgetMs: 60_000,
    isPreview: true,
  })
  expect(plan?.operations.map(({ kind, reason }) => `${kind} ${reason}`).toSorted()).toEqual([
    'create-event new-in-crm',
    'delete-event deleted-in-crm',
    'import new-at-calendar',
    'update edited-in-crm',
  ])
  expect(await state()).toEqual(before)
  expect(office.google.counters.writes).toBe(0)
  expect(await office.sync()).toMatchObject({ counts: { imported: 1, exported: 1, updated: 1, deleted: 1 } })
})

test('X04: a run that slept while another device worked throws its plan away', async () => {
  const { id } = await addVisit()
  await setTitle(id, 'Planned by the first')
  const crm = office.crmPort()
  let isFirst = true
  const report = await office.sync({
    crm: {
      ...crm,
      async begin(request) {
        if (isFirst) {
          isFirst = false
          await office.openDevice().sync()
          office.edit(office.events()[0]?.id ?? '', { summary: 'By a person since' })
        }
        return crm.begin(request)
      },
    },
  })
  expect(report.status).toBe('success')
  await settled()
  expect(await sides()).toEqual([['By a person since'], ['By a person since']])
  expect(await mappings()).toEqual([{ status: 'synced' }])
})

test('X05: the lease of a dead worker keeps another device out until it ends, and no longer', async () => {
  const { id } = await addVisit()
  await setTitle(id, 'Edited')
  const crm = office.crmPort()
  const dies = { ...crm, commit: () => Promise.reject(new Error('the worker is gone')) }
  await expect(office.sync({ crm: dies })).rejects.toThrow('gone')
  await setTitle(id, 'Edited again')
  const other = office.openDevice()
  expect((await other.sync()).heldUntil).not.toBeNull()
  await office.db.sql(`update calendar_sync.leases set expires_at = now() - interval '1 second'`)
  expect((await other.sync()).heldUntil).toBeNull()
  await settled()
  expect(await sides()).toEqual([['Edited again'], ['Edited again']])
})
