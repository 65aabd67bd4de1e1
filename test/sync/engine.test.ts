import { afterEach, beforeEach, expect, test } from 'vitest'
import { ann, type Office, openOffice, tomorrow } from './office.ts'

let office: Office
beforeEach(async () => {
  office = await openOffice()
})
afterEach(() => office.close())

const titles = async () => (await office.appointments()).map(({ title }) => title)
const summaries = () =>
  office
    .events()
    .map(({ summary }) => summary)
    .toSorted()
const insert = (summary: string, hour: number) =>
  office.google.insert(ann, { summary, start: { dateTime: tomorrow(hour) }, end: { dateTime: tomorrow(hour + 1) } })

test('one appointment travels both ways: created, edited and deleted on each side', async () => {
  const device = office.openDevice()
  const id = await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  for (const [n, title] of ['One', 'Two', 'Three', 'Four'].entries())
    await office.addAppointment(title, tomorrow(n, 3), tomorrow(n + 1, 3))
  const event = insert('Roof quote', 12)

  const preview = await device.sync()
  expect(preview.plan?.operations).toEqual([])
  expect(preview.plan?.first?.planned).toHaveLength(6)
  expect(summaries()).toEqual(['Roof quote'])

  const first = await device.firstSync()
  expect(first).toMatchObject({ status: 'success', counts: { imported: 1, exported: 5 } })
  expect(await titles()).toContain('Roof quote')
  expect(summaries()).toContain('Site visit')

  await office.db.sql(`update public.appointments set title = 'Site visit with plans' where id = $1`, [id])
  office.google.edit(ann, event.id ?? '', { location: 'Main St 1' })
  expect(await device.sync()).toMatchObject({ status: 'success', counts: { updated: 2 } })
  expect(summaries()).toContain('Site visit with plans')
  expect((await office.appointments()).find(({ title }) => title === 'Roof quote')?.location).toBe('Main St 1')

  await office.db.sql(`delete from public.appointments where id = $1`, [id])
  office.google.remove(ann, event.id ?? '')
  expect(await device.sync()).toMatchObject({ status: 'success', counts: { deleted: 2 } })
  expect(summaries()).toEqual(['Four', 'One', 'Three', 'Two'])
  expect((await titles()).toSorted()).toEqual(['Four', 'One', 'Three', 'Two'])
  expect(office.google.mails).toEqual([])
})

test('S01: a sync without changes is one request to each side and writes nothing', async () => {
  const device = office.openDevice()
  await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  insert('Roof quote', 12)
  await device.firstSync()
  await device.sync()
  await device.sync()
  office.google.resetCounters()
  const calls: string[] = []
  const crm = office.crmPort()
  const counted = {
    pull: (request: Parameters<typeof crm.pull>[0]) => (calls.push('pull'), crm.pull(request)),
    begin: (request: Parameters<typeof crm.begin>[0]) => (calls.push('begin'), crm.begin(request)),
    commit: (request: Parameters<typeof crm.commit>[0]) => (calls.push('commit'), crm.commit(request)),
  }
  expect(await device.sync({ crm: counted })).toMatchObject({ status: 'success', plan: null })
  expect(calls).toEqual(['pull'])
  expect(office.google.counters).toMatchObject({ requests: 1 })
})

test('linking a pair overwrites nothing: what one side lacks comes from the other, what differs asks', async () => {
  const device = office.openDevice()
  const id = await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  await office.db.sql(`update public.appointments set location = 'Main St 1', description = '' where id = $1`, [id])
  const same = { start: { dateTime: tomorrow(9) }, end: { dateTime: tomorrow(10) } }
  office.google.insert(ann, { ...same, summary: 'Site visit', location: 'Main Street', description: 'Bring plans' })
  expect(await device.firstSync()).toMatchObject({ counts: { linked: 1, imported: 0, exported: 0 } })
  const report = await device.sync()
  expect(report.plan?.waiting).toMatchObject([
    { kind: 'conflict', fields: { location: { crm: 'Main St 1', calendar: 'Main Street' } } },
  ])
  const [row] = await office.db.sql('select description, location from public.appointments')
  expect(row).toEqual({ description: 'Bring plans', location: 'Main St 1' })
  expect(office.events()).toMatchObject([{ summary: 'Site visit', location: 'Main Street' }])
  expect(office.google.events(ann)[0]?.description).toBe('Bring plans')
})

test('S04: the same field on both sides asks; other fields go on', async () => {
  const device = office.openDevice()
  const id = await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  await device.firstSync()
  const event = office.events()[0]?.id ?? ''
  await office.db.sql(`update public.appointments set title = 'CRM' where id = $1`, [id])
  office.google.edit(ann, event, { summary: 'Google', location: 'Kitchen' })
  const report = await device.sync()
  expect(report.plan?.waiting).toMatchObject([{ kind: 'conflict' }])
  expect(await office.appointments()).toMatchObject([{ title: 'CRM', location: 'Kitchen' }])
  expect(summaries()).toEqual(['Google'])
  await device.sync()
  const open = await office.db.sql('select fields from public.calendar_conflicts')
  expect(open).toHaveLength(1)
  office.google.edit(ann, event, { summary: 'CRM' })
  await device.sync()
  expect((await device.sync()).plan?.waiting ?? []).toEqual([])
})

test('G05-like: a second device finds everything linked and writes nothing', async () => {
  await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  insert('Roof quote', 12)
  await office.openDevice().firstSync()
  const writes = () => office.google.counters
  const before = structuredClone(writes())
  const report = await office.openDevice().sync()
  expect(report).toMatchObject({ status: 'success', counts: { imported: 0, exported: 0, updated: 0 } })
  expect(await titles()).toHaveLength(2)
  expect(office.events()).toHaveLength(2)
  expect(writes().writes).toBe(before.writes)
})

test('a reply lost after the event was created does not create it twice', async () => {
  const device = office.openDevice()
  await device.firstSync()
  await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  office.google.misbehave.dropReplies({ times: 1, on: ['events.insert'] })
  expect(await device.sync()).toMatchObject({ errorCodes: ['unavailable'] })
  expect(await device.sync()).toMatchObject({ status: 'success' })
  expect(summaries()).toEqual(['Site visit'])
  expect(await device.sync()).toMatchObject({ status: 'success' })
  expect(await titles()).toEqual(['Site visit'])
})

test('E01: an expired cursor costs one full pull and deletes nothing', async () => {
  const device = office.openDevice()
  await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  insert('Roof quote', 12)
  await device.firstSync()
  await device.sync()
  office.google.expireSyncTokens()
  expect(await device.sync()).toMatchObject({ status: 'success', counts: { deleted: 0, imported: 0, exported: 0 } })
  expect(office.events()).toHaveLength(2)
})

test('a run that a calendar stopped before anything was written stands in the log, and waiting adds no line', async () => {
  const device = office.openDevice()
  await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  await device.firstSync()
  const lines = () => office.db.sql('select status, error_codes from public.calendar_sync_log order by created_at')
  const before = (await lines()).length
  office.google.misbehave.throttle({ times: 1, kind: '429', retryAfterSeconds: 120 })
  await device.sync()
  expect((await lines()).slice(before)).toEqual([{ status: 'failed', error_codes: ['rate-limited'] }])
  await device.sync()
  expect(await lines()).toHaveLength(before + 1)
})

test('E05: Retry-After is obeyed by the next run too', async () => {
  const device = office.openDevice()
  await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  await device.firstSync()
  office.google.misbehave.throttle({ times: 1, kind: '429', retryAfterSeconds: 120 })
  expect(await device.sync()).toMatchObject({ errorCodes: ['rate-limited'] })
  office.google.resetCounters()
  expect(await device.sync()).toMatchObject({ errorCodes: ['rate-limited'] })
  expect(office.google.counters.requests).toBe(0)
})

test('D02: many events gone at once are held, nothing is deleted', async () => {
  const device = office.openDevice()
  const ids = Array.from({ length: 12 }, (_, n) => insert(`Event ${n}`, n).id ?? '')
  await device.firstSync()
  for (const id of ids.slice(0, 9)) office.google.remove(ann, id)
  const report = await device.sync()
  expect(report).toMatchObject({ status: 'held', counts: { deleted: 0, held: 9 } })
  expect(await titles()).toHaveLength(12)
})

test('S06: an edited appointment whose event was deleted gets a new event', async () => {
  const device = office.openDevice()
  const id = await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  await device.firstSync()
  office.google.remove(ann, office.events()[0]?.id ?? '')
  await office.db.sql(`update public.appointments set title = 'Still on' where id = $1`, [id])
  expect(await device.sync()).toMatchObject({ status: 'success' })
  await device.sync()
  expect(summaries()).toEqual(['Still on'])
  expect(await titles()).toEqual(['Still on'])
})

test('S06: an edited event whose appointment was deleted comes back as an appointment', async () => {
  const device = office.openDevice()
  const id = await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  await device.firstSync()
  office.google.edit(ann, office.events()[0]?.id ?? '', { summary: 'Still on' })
  await office.db.sql(`delete from public.appointments where id = $1`, [id])
  await device.sync()
  expect(summaries()).toEqual(['Still on'])
  expect(await titles()).toEqual(['Still on'])
})

test('R16: a single event that becomes a series keeps its appointment and gains the other instances', async () => {
  const device = office.openDevice()
  const event = insert('Quote', 9)
  await device.firstSync()
  const [before] = await office.appointments()
  office.google.edit(ann, event.id ?? '', {
    recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'],
    start: { dateTime: tomorrow(9), timeZone: 'UTC' },
    end: { dateTime: tomorrow(10), timeZone: 'UTC' },
  })
  await device.sync()
  await device.sync()
  const after = await office.appointments()
  expect(after.map(({ title }) => title)).toEqual(['Quote', 'Quote', 'Quote'])
  expect(after[0]?.id).toBe(before?.id)
})

test('R08: a series whose weekday changed leaves no row of the old days', async () => {
  const device = office.openDevice()
  const at = (hour: number, days = 1) => ({ dateTime: tomorrow(hour, days), timeZone: 'UTC' })
  const event = office.google.insert(ann, {
    summary: 'Weekly',
    start: at(9),
    end: at(10),
    recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'],
  })
  for (let n = 0; n < 6; n += 1) insert(`Other ${n}`, n)
  await device.firstSync()
  office.google.edit(ann, event.id ?? '', { start: at(9, 3), end: at(10, 3) })
  await device.sync()
  await device.sync()
  const weekly = (await office.appointments()).filter(({ title }) => title === 'Weekly')
  expect(weekly.map(({ start }) => start)).toEqual([tomorrow(9, 3), tomorrow(9, 10)])
})

test('R03 R05 R07: a series is imported instance by instance and follows its changes', async () => {
  const device = office.openDevice()
  const master = office.google.insert(ann, {
    summary: 'Weekly',
    start: { dateTime: tomorrow(9), timeZone: 'Europe/Berlin' },
    end: { dateTime: tomorrow(10), timeZone: 'Europe/Berlin' },
    recurrence: ['RRULE:FREQ=WEEKLY;COUNT=5'],
  })
  await device.firstSync()
  expect(await titles()).toHaveLength(5)
  const instances = office.google.events(ann, undefined, {
    from: Date.parse(tomorrow(0)),
    until: Date.parse(tomorrow(0, 60)),
  })
  expect(instances).toHaveLength(5)
  office.google.edit(ann, instances[1]?.id ?? '', { summary: 'Renamed' })
  office.google.remove(ann, instances[2]?.id ?? '')
  await device.sync()
  expect((await titles()).toSorted()).toEqual(['Renamed', 'Weekly', 'Weekly', 'Weekly'])
  office.google.edit(ann, master.id ?? '', { summary: 'Weekly review' })
  await device.sync()
  expect((await titles()).toSorted()).toEqual(['Renamed', 'Weekly review', 'Weekly review', 'Weekly review'])
})
