import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MappingId } from '../../lib/model/ids.ts'
import type { SyncReport } from '../../lib/sync/report.ts'
import { ann, type Device, type Office, openOffice, tomorrow } from './office.ts'

/** What a person decided about held things and conflicts: carried out once, forgotten never before that. */
let office: Office
let device: Device
beforeEach(async () => {
  office = await openOffice()
  device = office.openDevice()
})
afterEach(() => office.close())

const times = (hour: number) => ({ start: { dateTime: tomorrow(hour) }, end: { dateTime: tomorrow(hour + 1) } })
const insert = (summary: string, hour: number, more = {}) =>
  office.google.insert(ann, { summary, ...times(hour), ...more }).id ?? ''
const titles = async () => (await office.appointments()).map(({ title }) => title).toSorted()
const summaries = () =>
  office
    .events()
    .map(({ summary }) => summary)
    .toSorted()
const heldIn = ({ plan }: SyncReport): MappingId[] =>
  (plan?.waiting ?? []).flatMap((wait) => (wait.kind === 'held' ? wait.mappings.map(({ id }) => id) : []))

async function manyGone(): Promise<MappingId[]> {
  const ids = Array.from({ length: 8 }, (_, n) => insert(`Event ${n}`, n))
  await device.firstSync()
  for (const id of ids.slice(0, 6)) office.google.remove(ann, id)
  const held = heldIn(await device.sync())
  expect(held).toHaveLength(6)
  return held
}

test('D02: released while the calendar cannot be reached: carried out once it can', async () => {
  const held = await manyGone()
  await device.store.setMarks({ released: held, isSettled: false })
  office.google.misbehave.fail({ times: 1, on: ['events.list'] })
  await device.sync()
  await device.sync()
  expect(await titles()).toEqual(['Event 6', 'Event 7'])
  expect((await device.store.marks()).released).toEqual([])
})

test('D02: released while a run is under way: the next run carries it out', async () => {
  const held = await manyGone()
  const { crm } = device.ports
  const decidesMeanwhile = {
    ...crm,
    pull: async (request: Parameters<typeof crm.pull>[0]) => crm.pull(request),
    commit: async (request: Parameters<typeof crm.commit>[0]) => {
      await device.store.setMarks({ released: held, isSettled: false })
      return crm.commit(request)
    },
  }
  insert('New', 12)
  await device.sync({ crm: decidesMeanwhile })
  await device.sync()
  expect(await titles()).toEqual(['Event 6', 'Event 7', 'New'])
})

test('D02: kept brings the events back, and nothing is held any more', async () => {
  const held = await manyGone()
  await device.store.setMarks({ kept: held, isSettled: false })
  await device.sync()
  expect(summaries()).toHaveLength(8)
  const report = await device.sync()
  expect(heldIn(report)).toEqual([])
  expect(await titles()).toHaveLength(8)
})

test('held because they went to a colleague, and kept: the events stay, and nothing is held any more', async () => {
  for (let n = 0; n < 8; n += 1) await office.addAppointment(`Visit ${n}`, tomorrow(n), tomorrow(n + 1))
  await device.firstSync()
  const ben = await office.db.addUser('ben@example.com', { organization: office.acme })
  await office.db.sql('update public.appointments set owner_id = $1', [ben])
  const held = heldIn(await device.sync())
  expect(held).toHaveLength(8)
  await device.store.setMarks({ kept: held, isSettled: false })
  await device.sync()
  expect(heldIn(await device.sync())).toEqual([])
  expect(summaries()).toHaveLength(8)
  await office.db.sql('update public.appointments set owner_id = $1', [office.ann])
  await device.sync()
  await office.db.sql(`update public.appointments set location = 'Roof'`)
  await device.sync()
  expect(office.events().map(({ location }) => location)).toEqual(Array(8).fill('Roof'))
})

test('deletions one by one over 24 hours and two devices add up', async () => {
  const other = office.openDevice()
  const ids = Array.from({ length: 12 }, (_, n) => insert(`Event ${n}`, n))
  await device.firstSync()
  await other.sync()
  for (const [n, id] of ids.slice(0, 5).entries()) {
    office.google.remove(ann, id)
    await (n % 2 ? device : other).sync()
  }
  expect(await titles()).toHaveLength(7)
  office.google.remove(ann, ids[5] ?? '')
  expect(await device.sync()).toMatchObject({ status: 'held', counts: { held: 1 } })
  await office.db.sql(`update public.calendar_undo set created_at = now() - interval '25 hours'`)
  await device.store.setMarks({ isSettled: false })
  await device.sync()
  expect(await titles()).toHaveLength(6)
})

const guests = { attendees: [{ email: ann }, { email: 'ben@example.com' }], organizer: { email: ann } }

test('guests: a new time waits while a title goes; the calendar’s own new time asks; the CRM going back follows it', async () => {
  const id = insert('Review', 9, guests)
  await device.firstSync()
  await office.db.sql(`update public.appointments set title = 'Review 2', start_time = $1, end_time = $2`, [
    tomorrow(11),
    tomorrow(12),
  ])
  const report = await device.sync()
  expect(report.plan?.waiting).toMatchObject([{ kind: 'guests', change: 'edit' }])
  expect(office.events()).toMatchObject([{ summary: 'Review 2', start: tomorrow(9) }])
  const writes = office.google.counters.writes
  await device.sync()
  await device.sync()
  expect(office.google.counters.writes).toBe(writes)
  office.google.edit(ann, id, times(14))
  expect((await device.sync()).plan?.waiting).toMatchObject([{ kind: 'conflict', fields: { time: {} } }])
  await office.db.sql(`update public.appointments set start_time = $1, end_time = $2`, [tomorrow(9), tomorrow(10)])
  await device.sync()
  expect(await office.appointments()).toMatchObject([{ title: 'Review 2', start: tomorrow(14) }])
  expect((await device.sync()).plan?.waiting ?? []).toEqual([])
  expect(office.google.mails).toEqual([])
})

test('guests: choosing the CRM’s time in a conflict is not asked again; it waits for the word about the guests', async () => {
  const id = insert('Review', 9, guests)
  await device.firstSync()
  await office.db.sql(`update public.appointments set start_time = $1, end_time = $2`, [tomorrow(11), tomorrow(12)])
  office.google.edit(ann, id, times(14))
  await device.sync()
  const [{ mappingId } = { mappingId: '' }] = await office.db.sql<{ mappingId: string }>(
    'select mapping_id::text as "mappingId" from public.calendar_conflicts where closed_at is null',
  )
  await office.db.rpc(office.ann, 'calendar_resolve', { mappingId, resolution: { time: 'crm' } })
  for (let n = 0; n < 4; n += 1) {
    await device.store.setMarks({ isSettled: false })
    const report = await device.sync()
    expect(report.plan?.waiting).toMatchObject([{ kind: 'guests', change: 'edit' }])
  }
  expect(office.events()).toMatchObject([{ start: tomorrow(14) }])
})

test.each([
  ['crm-wins', 'CRM'],
  ['calendar-wins', 'Google'],
])('policy %s: the winner’s value stands, the other is in the log', async (policy, winner) => {
  const id = insert('Roof', 9)
  await device.firstSync()
  await office.db.sql('update public.calendar_accounts set policy = $1', [policy])
  await office.db.sql(`update public.appointments set title = 'CRM'`)
  office.google.edit(ann, id, { summary: 'Google' })
  await device.sync()
  await device.sync()
  expect([await titles(), summaries()]).toEqual([[winner], [winner]])
  const images = await office.db.sql<{ title: string }>(
    `select before ->> 'title' as title from public.calendar_undo where kind = 'update'`,
  )
  expect(images).toEqual([{ title: winner === 'CRM' ? 'Google' : 'CRM' }])
})

test('a policy changed while a conflict waits is followed by the next sync', async () => {
  const id = insert('Roof', 9)
  await device.firstSync()
  await office.db.sql(`update public.appointments set title = 'CRM'`)
  office.google.edit(ann, id, { summary: 'Google' })
  await device.sync()
  await device.sync()
  await office.db.sql(`update public.calendar_accounts set policy = 'crm-wins'`)
  await device.sync()
  expect([await titles(), summaries()]).toEqual([['CRM'], ['CRM']])
})
