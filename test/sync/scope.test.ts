import { afterEach, beforeEach, expect, test } from 'vitest'
import { toInstant } from '../../lib/model/time.ts'
import { ann, type Device, type Office, openOffice, tomorrow } from './office.ts'

/** Owners, organisations and the window: leaving is not deleting. */
let office: Office
let device: Device
beforeEach(async () => {
  office = await openOffice()
  device = office.openDevice()
})
afterEach(() => office.close())

const day = 86_400_000
const insert = (summary: string, hour: number, days = 1) =>
  office.google.insert(ann, {
    summary,
    start: { dateTime: tomorrow(hour, days) },
    end: { dateTime: tomorrow(hour + 1, days) },
  }).id ?? ''
const titles = async () => (await office.appointments()).map(({ title }) => title).toSorted()
const summaries = () =>
  office
    .events()
    .map(({ summary }) => summary)
    .toSorted()
const inDays = (days: number) => ({ now: () => toInstant(Date.now() + days * day) })

test('an appointment that changes owner takes its event away and brings one back on return', async () => {
  const id = await office.addAppointment('Visit', tomorrow(9), tomorrow(10))
  await device.firstSync()
  const ben = await office.db.addUser('ben@example.com', { organization: office.acme })
  const own = (owner: string) =>
    office.db.sql('update public.appointments set owner_id = $2 where id = $1', [id, owner])
  await own(ben)
  await device.sync()
  expect(summaries()).toEqual([])
  await own(office.ann)
  await device.sync()
  await device.sync()
  expect([await titles(), summaries()]).toEqual([['Visit'], ['Visit']])
  await own(ben)
  await own(office.ann)
  await device.sync()
  expect([await titles(), summaries()]).toEqual([['Visit'], ['Visit']])
})

test('an imported appointment that changes owner leaves its event alone and is not imported again', async () => {
  insert('Roof', 9)
  await device.firstSync()
  const ben = await office.db.addUser('ben@example.com', { organization: office.acme })
  await office.db.sql('update public.appointments set owner_id = $1', [ben])
  await device.sync()
  await device.sync()
  expect([await titles(), summaries()]).toEqual([['Roof'], ['Roof']])
  await office.db.sql(`update public.appointments set owner_id = $1, location = 'Attic'`, [office.ann])
  await device.sync()
  await device.sync()
  expect(office.events()).toMatchObject([{ summary: 'Roof', location: 'Attic' }])
})

test('an appointment moved to another organisation of the user is not tried for ever', async () => {
  const id = await office.addAppointment('Visit', tomorrow(9), tomorrow(10))
  insert('Roof', 12)
  await device.firstSync()
  const globex = await office.db.addOrganization('Globex')
  await office.db.sql('insert into public.user_organizations (user_id, organization_id) values ($1, $2)', [
    office.ann,
    globex,
  ])
  await office.db.sql(`update public.appointments set organization_id = $1, title = title || ' 2'`, [globex])
  expect(await device.sync()).toMatchObject({ status: 'success', isUnfinished: false })
  expect(await device.sync()).toMatchObject({ status: 'success', isUnfinished: false })
  expect(summaries()).toEqual(['Roof'])
  await office.db.sql('update public.appointments set organization_id = $2 where id = $1', [id, office.acme])
  await device.sync()
  await device.sync()
  expect(summaries()).toEqual(['Roof', 'Visit 2'])
})

test('no longer a member of the organisation: nothing is deleted anywhere', async () => {
  await office.addAppointment('Visit', tomorrow(9), tomorrow(10))
  await device.firstSync()
  const globex = await office.db.addOrganization('Globex')
  await office.db.sql('update public.user_organizations set organization_id = $1', [globex])
  await device.sync()
  await device.sync()
  expect([await titles(), summaries()]).toEqual([['Visit'], ['Visit']])
})

test('the window moves every day: what falls out of it stays on both sides, what comes in is synced', async () => {
  insert('Soon', 9)
  insert('Far', 9, 185)
  await office.addAppointment('Far visit', tomorrow(11, 185), tomorrow(12, 185))
  await office.addAppointment('Visit', tomorrow(11), tomorrow(12))
  await device.firstSync()
  expect(await titles()).toEqual(['Far visit', 'Soon', 'Visit'])
  expect(summaries()).toEqual(['Far', 'Soon', 'Visit'])
  await device.sync(inDays(10))
  const all = ['Far', 'Far visit', 'Soon', 'Visit']
  expect([await titles(), summaries()]).toEqual([all, all])
  for (const days of [31, 32, 33, 60]) {
    await device.sync(inDays(days))
    expect([await titles(), summaries()]).toEqual([all, all])
  }
})

test('outside the window an edit in the CRM still arrives; a deletion of what is over does not', async () => {
  const [kept, gone] = [
    await office.addAppointment('Kept', tomorrow(9), tomorrow(10)),
    await office.addAppointment('Gone', tomorrow(11), tomorrow(12)),
  ]
  await device.firstSync()
  await device.sync(inDays(40))
  await office.db.sql(`update public.appointments set location = 'Attic' where id = $1`, [kept])
  await office.db.sql('delete from public.appointments where id = $1', [gone])
  await device.sync(inDays(40))
  await device.sync(inDays(40))
  expect(Object.fromEntries(office.events().map(({ summary, location }) => [summary, location]))).toEqual({
    Kept: 'Attic',
    Gone: '',
  })
  expect(await titles()).toEqual(['Kept'])
})

test('moved out of the window at the calendar: the appointment follows and nothing is deleted', async () => {
  const id = insert('Roof', 9)
  await device.firstSync()
  office.google.edit(ann, id, { start: { dateTime: tomorrow(9, 300) }, end: { dateTime: tomorrow(10, 300) } })
  await device.sync()
  await device.sync(inDays(1))
  await device.sync(inDays(2))
  expect(await office.appointments()).toMatchObject([{ title: 'Roof', start: tomorrow(9, 300) }])
})
