import { afterEach, beforeEach, expect, test } from 'vitest'
import { ann, type Device, type Office, openOffice, tomorrow } from './office.ts'

/** Ann has a second calendar: moved is not deleted, and what is switched off or disconnected doubles nothing. */
let office: Office
let device: Device
let side: { id: Office['calendarId']; externalId: string }
beforeEach(async () => {
  office = await openOffice()
  side = await office.addCalendar('Side projects')
  device = office.openDevice()
  for (let n = 0; n < 6; n += 1) insert(`Other ${n}`, n)
  await device.firstSync()
})
afterEach(() => office.close())

const times = (hour: number) => ({ start: { dateTime: tomorrow(hour) }, end: { dateTime: tomorrow(hour + 1) } })
const insert = (summary: string, hour: number, calendarId?: string) =>
  office.google.insert(ann, { summary, ...times(hour) }, calendarId ? { calendarId } : {}).id ?? ''
const rows = async () => (await office.appointments()).filter(({ title }) => !title.startsWith('Other'))

/** As the "move to" menu of Google's event page does it. */
async function move(id: string, from: string, to: string): Promise<void> {
  const path = `/calendar/v3/calendars/${encodeURIComponent(from)}/events/${id}/move?destination=${encodeURIComponent(to)}`
  const headers = { authorization: `Bearer ${office.google.tokenFor(ann)}` }
  const reply = await office.google.fetch(`https://google.example.com${path}`, { method: 'POST', headers })
  expect(reply.status).toBe(200)
}

test('M-like: moved to another calendar of the user keeps its appointment, both ways', async () => {
  const id = insert('Roof', 9)
  await device.sync()
  const [before] = await rows()
  await move(id, ann, side.externalId)
  await device.sync()
  expect(await rows()).toEqual([before])
  await office.db.sql(`update public.appointments set location = 'Attic' where title = 'Roof'`)
  await device.sync()
  expect(office.google.event(ann, id, side.externalId)).toMatchObject({ location: 'Attic', status: 'confirmed' })
  await move(id, side.externalId, ann)
  await device.sync()
  expect(await rows()).toEqual([{ ...before, location: 'Attic' }])
  expect(await device.sync()).toMatchObject({ status: 'success' })
})

test('D04: moved while the other calendar cannot be read: nothing is deleted', async () => {
  const id = insert('Roof', 9)
  await device.sync()
  const [before] = await rows()
  await move(id, ann, side.externalId)
  const sideFails: typeof device.ports.openCalendar = (account, calendar) => {
    const port = device.ports.openCalendar(account, calendar)
    if (calendar.id !== side.id) return port
    return {
      ...port,
      pull: (...args) => {
        office.google.misbehave.fail({ times: 1, on: ['events.list'] })
        return port.pull(...args)
      },
    }
  }
  expect(await device.sync({ openCalendar: sideFails })).toMatchObject({ errorCodes: ['unavailable'] })
  expect(await rows()).toEqual([before])
  await device.sync()
  expect(await rows()).toEqual([before])
})

test('moved to a calendar that was read before the move: nothing is deleted', async () => {
  const id = insert('Roof', 9, side.externalId)
  await device.sync()
  const [before] = await rows()
  const movesBetween: typeof device.ports.openCalendar = (account, calendar) => {
    const port = device.ports.openCalendar(account, calendar)
    if (calendar.id !== side.id) return port
    return {
      ...port,
      pull: async function* (...args) {
        await move(id, side.externalId, ann)
        yield* port.pull(...args)
      },
    }
  }
  await device.sync({ openCalendar: movesBetween })
  await device.sync()
  expect(await rows()).toEqual([before])
})

test('moved and then deleted is deleted', async () => {
  const id = insert('Roof', 9)
  await device.sync()
  await move(id, ann, side.externalId)
  office.google.remove(ann, id, { calendarId: side.externalId })
  await device.sync()
  await device.sync()
  expect(await rows()).toEqual([])
})

test('the same meeting in a calendar that is switched off and in one in use: neither doubled nor tried for ever', async () => {
  const shared = { summary: 'Both', iCalUID: 'both@example.com', ...times(9) }
  office.google.insert(ann, shared, { calendarId: side.externalId })
  await device.sync()
  await office.configure(side.id, 'off')
  office.google.insert(ann, shared)
  const report = await device.sync()
  expect(report).toMatchObject({ status: 'success', isUnfinished: false })
  expect(await rows()).toHaveLength(1)
  await office.configure(side.id, 'two-way')
  await device.sync()
  expect(await rows()).toHaveLength(1)
})

test('D06: a calendar switched off deletes nothing; switched on again it doubles nothing and catches up', async () => {
  const id = insert('Roof', 9, side.externalId)
  const gone = insert('Gone', 10, side.externalId)
  await device.sync()
  await office.configure(side.id, 'off')
  office.google.edit(ann, id, { summary: 'Roof 2' }, { calendarId: side.externalId })
  office.google.remove(ann, gone, { calendarId: side.externalId })
  await device.sync()
  expect((await rows()).map(({ title }) => title)).toEqual(['Roof', 'Gone'])
  await office.configure(side.id, 'two-way')
  await device.sync()
  await device.sync()
  expect((await rows()).map(({ title }) => title)).toEqual(['Roof 2'])
})

test('D07: disconnected, and reconnected: nothing is deleted or doubled, edits of the time between arrive', async () => {
  const id = insert('Roof', 9)
  await office.addAppointment('Site visit', tomorrow(11), tomorrow(12))
  await device.sync()
  const [{ accountId } = { accountId: '' }] = await office.db.sql<{ accountId: string }>(
    'select id::text as "accountId" from public.calendar_accounts',
  )
  await office.db.rpc(office.ann, 'calendar_disconnect', { accountId })
  office.google.edit(ann, id, { summary: 'Roof 2' })
  await office.db.sql(`update public.appointments set title = 'Site visit 2' where title = 'Site visit'`)
  expect(await device.sync()).toMatchObject({ status: 'success' })
  expect((await rows()).map(({ title }) => title)).toEqual(['Roof', 'Site visit 2'])
  await office.db.rpc(office.ann, 'calendar_connect', {
    provider: 'google',
    email: ann,
    organizationId: office.acme,
    timezone: 'Europe/Berlin',
    calendars: [],
  })
  await device.sync()
  expect((await rows()).map(({ title }) => title)).toEqual(['Roof 2', 'Site visit 2'])
  expect(office.events().map(({ summary }) => summary)).toEqual(expect.arrayContaining(['Roof 2', 'Site visit 2']))
  expect(office.events()).toHaveLength(8)
})

test('switched to import after having been in use: nothing is written there any more, and what it says still arrives', async () => {
  const made = await office.addAppointment('Site visit', tomorrow(11), tomorrow(12))
  await office.addAppointment('Deleted', tomorrow(13), tomorrow(14))
  await device.sync()
  await office.configure(office.calendarId, 'import')
  await office.db.sql(`update public.appointments set title = 'Site visit 2' where id = $1`, [made])
  await office.db.sql(`delete from public.appointments where title = 'Deleted'`)
  office.google.resetCounters()
  await device.sync()
  await device.sync()
  expect(office.google.counters.writes).toBe(0)
  expect(office.events().map(({ summary }) => summary)).toEqual(expect.arrayContaining(['Site visit', 'Deleted']))
  expect((await rows()).map(({ title }) => title)).toEqual(['Site visit 2'])
})

test('a creation that was begun is not carried on in a calendar that is only read since', async () => {
  await office.addAppointment('Site visit', tomorrow(11), tomorrow(12))
  office.google.misbehave.fail({ times: 1, on: ['events.insert'] })
  await device.sync()
  await office.configure(office.calendarId, 'import')
  office.google.resetCounters()
  const report = await device.sync()
  expect(office.google.counters.writes).toBe(0)
  expect(report).toMatchObject({ status: 'success' })
  expect((await rows()).map(({ title }) => title)).toEqual(['Site visit'])
  await office.configure(office.calendarId, 'two-way', true)
  await office.db.sql(`update public.appointments set location = 'Roof' where title = 'Site visit'`)
  await device.sync()
  await device.sync()
  expect(office.events().filter(({ summary }) => summary === 'Site visit')).toMatchObject([{ location: 'Roof' }])
})

test('switched to export after having been in use: what is deleted or edited there changes no appointment', async () => {
  await office.addAppointment('Site visit', tomorrow(11), tomorrow(12))
  const id = insert('Roof', 9)
  const edited = insert('Cellar', 10)
  await device.sync()
  await office.configure(office.calendarId, 'export', true)
  const exported = office.events().find(({ summary }) => summary === 'Site visit')?.id ?? ''
  office.google.remove(ann, exported)
  office.google.remove(ann, id)
  office.google.edit(ann, edited, { summary: 'Cellar 2' })
  insert('New there', 15)
  await device.sync()
  await device.sync()
  expect((await rows()).map(({ title }) => title)).toEqual(['Roof', 'Cellar', 'Site visit'])
  const writes = office.google.counters.writes
  await device.sync()
  expect(office.google.counters.writes).toBe(writes)
})

test('a second calendar connected while the first is in use: its items wait for a yes, the first goes on', async () => {
  const third = await office.addCalendar('Third', { isAgreed: false })
  insert('There already', 9, third.externalId)
  insert('Goes on', 10)
  await office.addAppointment('Goes out', tomorrow(11), tomorrow(12))
  const report = await device.sync()
  expect(report.plan?.first?.planned).toHaveLength(1)
  expect((await rows()).map(({ title }) => title)).toEqual(['Goes on', 'Goes out'])
  expect(office.google.events(ann, third.externalId)).toHaveLength(1)
  await device.firstSync()
  expect((await rows()).map(({ title }) => title)).toEqual(['There already', 'Goes on', 'Goes out'])
  expect((await device.sync()).plan?.first ?? null).toBeNull()
})
