import { afterEach, beforeEach, expect, test } from 'vitest'
import { ann, type Device, type Office, openOffice, tomorrow } from './office.ts'

/** What the calendar does not let us write, or hides: never written, never lost, never shown to others. */
let office: Office
let device: Device
beforeEach(async () => {
  office = await openOffice()
  office.google.addPerson({ email: 'ben@example.com', name: 'Ben', timezone: 'Europe/Berlin' })
  device = office.openDevice()
})
afterEach(() => office.close())

const times = (hour: number) => ({ start: { dateTime: tomorrow(hour) }, end: { dateTime: tomorrow(hour + 1) } })
const invited = (summary: string, hour: number) =>
  office.google.insert('ben@example.com', { summary, ...times(hour), attendees: [{ email: ann }] }).id ?? ''
const row = async () => (await office.appointments())[0]
const writes = () => office.google.counters.writes
const replan = async () => {
  await device.store.setMarks({ isSettled: false })
  return device.sync()
}
const expectQuiet = async () => {
  const before = [writes(), await office.appointments()]
  expect(await replan()).toMatchObject({ status: 'success', counts: { updated: 0 } })
  expect(await replan()).toMatchObject({ status: 'success', counts: { updated: 0 } })
  expect([writes(), await office.appointments()]).toEqual(before)
}

test('S14: a meeting of somebody else: an edit in the CRM stays there, the organiser’s edits of other fields arrive', async () => {
  const id = invited('Review', 9)
  await device.firstSync()
  await office.db.sql(`update public.appointments set title = 'Mine'`)
  await device.sync()
  await expectQuiet()
  office.google.edit('ben@example.com', id, { location: 'Room 1', summary: 'Theirs' })
  await device.sync()
  expect(await row()).toMatchObject({ title: 'Mine', location: 'Room 1' })
  await expectQuiet()
  expect(writes()).toBe(0)
  expect(office.google.mails).toEqual([])
})

test('G04: a meeting of somebody else deleted in the CRM: not deleted there, not imported again, whatever is edited', async () => {
  const id = invited('Review', 9)
  await device.firstSync()
  await office.db.sql('delete from public.appointments')
  await device.sync()
  office.google.edit('ben@example.com', id, { summary: 'Review 2' })
  await device.sync()
  await device.sync()
  expect(await office.appointments()).toEqual([])
  expect(office.events()).toMatchObject([{ summary: 'Review 2' }])
  expect(writes()).toBe(0)
  const other = office.openDevice()
  await other.sync()
  expect(await office.appointments()).toEqual([])
})

test('G03: a meeting that its organiser cancels goes, even where the CRM had another title', async () => {
  const id = invited('Review', 9)
  await device.firstSync()
  await office.db.sql(`update public.appointments set title = 'Mine'`)
  await device.sync()
  office.google.remove('ben@example.com', id)
  await device.sync()
  expect(await office.appointments()).toEqual([])
  expect(await office.db.sql(`select before ->> 'title' as title from public.calendar_undo`)).toEqual([
    { title: 'Mine' },
  ])
})

test('P01: a private event comes as Busy, follows its times, and is not written', async () => {
  const id = office.google.insert(ann, { summary: 'Doctor', location: 'Clinic', visibility: 'private', ...times(9) }).id
  await device.firstSync()
  expect(await row()).toMatchObject({ title: 'Busy', location: '' })
  office.google.edit(ann, id ?? '', times(11))
  await office.db.sql(`update public.appointments set location = 'Somewhere'`)
  await device.sync()
  expect(await row()).toMatchObject({ title: 'Busy', location: 'Somewhere', start: tomorrow(11) })
  await expectQuiet()
  office.google.edit(ann, id ?? '', { visibility: 'default' })
  await device.sync()
  expect(await row()).toMatchObject({ title: 'Doctor' })
  expect(office.google.event(ann, id ?? '')).toMatchObject({ summary: 'Doctor', location: 'Clinic' })
})

test('P01: an event that becomes private leaves no trace of its details, in no table', async () => {
  const id = office.google.insert(ann, { summary: 'Doctor', location: 'Clinic', ...times(9) }).id ?? ''
  await device.firstSync()
  await office.db.sql(`update public.appointments set title = 'Dentist'`)
  office.google.edit(ann, id, { summary: 'Surgeon' })
  await device.sync()
  await device.sync()
  office.google.edit(ann, id, { visibility: 'private', description: 'Bring papers' })
  await device.sync()
  await device.sync()
  const dump = await office.db.sql<{ all: string }>(
    `select concat((select json_agg(m) from public.calendar_event_mappings m), (select json_agg(c) from public.calendar_conflicts c),
       (select json_agg(u) from public.calendar_undo u), (select json_agg(l) from public.calendar_sync_log l)) as all`,
  )
  for (const word of ['Clinic', 'Surgeon', 'papers']) expect(dump[0]?.all).not.toContain(word)
  expect(await row()).toMatchObject({ title: 'Dentist', location: '' })
  await expectQuiet()
})

test('P01: a private event deleted in the CRM stays; deleted at the calendar it goes', async () => {
  const ids = ['A', 'B', 'C', 'D'].map(
    (summary, n) => office.google.insert(ann, { summary, visibility: 'private', ...times(9 + n) }).id ?? '',
  )
  await device.firstSync()
  await office.db.sql('delete from public.appointments where start_time = $1', [tomorrow(9)])
  office.google.remove(ann, ids[1] ?? '')
  await device.sync()
  await device.sync()
  expect((await office.appointments()).map(({ start }) => start)).toEqual([tomorrow(11), tomorrow(12)])
  expect(office.events()).toHaveLength(3)
})

test('an appointment whose event was made private: texts go on in the CRM, and come back when it is public again', async () => {
  await office.addAppointment('Visit', tomorrow(9), tomorrow(10))
  await device.firstSync()
  const id = office.events()[0]?.id ?? ''
  office.google.edit(ann, id, { visibility: 'private' })
  await device.sync()
  await office.db.sql(`update public.appointments set title = 'Visit 2'`)
  await device.sync()
  await expectQuiet()
  expect(office.google.event(ann, id)).toMatchObject({ summary: 'Visit' })
  office.google.edit(ann, id, { visibility: 'default' })
  await device.sync()
  await device.sync()
  expect([await row(), office.google.event(ann, id)]).toMatchObject([{ title: 'Visit 2' }, { summary: 'Visit 2' }])
})

test('an appointment whose event was made private, deleted in the CRM: the event goes or stays, but is not imported', async () => {
  await office.addAppointment('Visit', tomorrow(9), tomorrow(10))
  await office.addAppointment('Other', tomorrow(11), tomorrow(12))
  await office.addAppointment('Third', tomorrow(13), tomorrow(14))
  await device.firstSync()
  const id = office.events().find(({ summary }) => summary === 'Visit')?.id ?? ''
  office.google.edit(ann, id, { visibility: 'private' })
  await device.sync()
  await office.db.sql(`delete from public.appointments where title = 'Visit'`)
  await device.sync()
  await device.sync()
  expect((await office.appointments()).map(({ title }) => title)).toEqual(['Other', 'Third'])
})
