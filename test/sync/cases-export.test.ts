import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Case, openCase, times } from './cases-office.ts'
import { ann, tomorrow } from './office.ts'

/** What goes from the CRM to the calendar. */
let office: Case
beforeEach(async () => {
  office = await openCase()
})
afterEach(() => office.close())

const setTitle = (id: string, title: string) =>
  office.db.sql('update public.appointments set title = $1 where id = $2', [title, id])
const drop = (id: string) => office.db.sql('delete from public.appointments where id = $1', [id])
const addVisit = () => office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
const event = () => office.google.events(ann)[0]
const kinds = () => office.writes.map(({ kind }) => kind)
const calls = () => {
  const {
    'events.insert': inserts = 0,
    'events.patch': patches = 0,
    'events.delete': deletes = 0,
  } = office.google.counters.byOperation
  return { inserts, patches, deletes }
}
const mappings = () => office.db.sql('select status from public.calendar_event_mappings')

/** Nothing more is written on either side. */
const settled = async () => {
  const written = office.writes.length
  const before = await office.db.sql('select xmin::text, * from public.appointments order by id')
  for (let n = 0; n < 2; n += 1) expect(await office.sync()).toMatchObject({ status: 'success', setAside: [] })
  expect(office.writes).toHaveLength(written)
  expect(await office.db.sql('select xmin::text, * from public.appointments order by id')).toEqual(before)
  expect(office.google.mails).toEqual([])
}

test('W01 P03: a new appointment becomes one event of ours, without its contact and without a mail', async () => {
  const id = await addVisit()
  await office.db.sql('update public.appointments set contact_id = $1 where id = $2', [crypto.randomUUID(), id])
  await office.sync()
  expect(calls()).toEqual({ inserts: 1, patches: 0, deletes: 0 })
  expect(office.events()).toMatchObject([{ summary: 'Site visit', start: tomorrow(9) }])
  expect(event()).not.toHaveProperty('attendees')
  await settled()
})

test('W05: an appointment created and deleted before the sync costs nothing', async () => {
  await drop(await addVisit())
  await office.sync()
  expect(kinds()).toEqual([])
  expect(await mappings()).toEqual([])
})

test('W06: a deleted appointment is one delete under the known version; its mapping stays, closed', async () => {
  const id = await addVisit()
  await office.sync()
  const etag = event()?.etag
  await drop(id)
  expect(await office.sync()).toMatchObject({ counts: { deleted: 1 } })
  expect(office.writes.at(-1)).toMatchObject({ kind: 'delete', etag })
  expect(calls().deletes).toBe(1)
  await settled()
  expect(await mappings()).toEqual([{ status: 'closed' }])
})

test('W07: an event that is gone already closes its mapping without an error', async () => {
  const id = await addVisit()
  await office.sync()
  await drop(id)
  office.meanwhile(() => office.google.remove(ann, event()?.id ?? ''))
  expect(await office.sync()).toMatchObject({ status: 'success', errorCodes: [] })
  expect(calls().deletes).toBe(1)
  expect(await mappings()).toEqual([{ status: 'closed' }])
  await settled()
})

test('W08: a column outside the synced ones costs no call but the pull', async () => {
  const id = await addVisit()
  await office.sync()
  await settled()
  office.google.resetCounters()
  await office.db.sql('update public.appointments set contact_id = $1 where id = $2', [crypto.randomUUID(), id])
  await settled()
  expect(office.google.counters.byOperation).toEqual({ 'events.list': 2 })
})

test('W10: an event changed between plan and write: other fields are merged, the same field asks', async () => {
  const id = await addVisit()
  await office.sync()
  const eventId = event()?.id ?? ''
  await setTitle(id, 'Changed')
  office.meanwhile(() => office.edit(eventId, { location: 'Kitchen' }))
  await office.sync()
  expect(office.google.counters.byStatus['412']).toBe(1)
  expect(event()).toMatchObject({ summary: 'Changed', location: 'Kitchen' })
  expect(await office.rows()).toMatchObject([{ title: 'Changed', location: 'Kitchen' }])

  await setTitle(id, 'Here')
  office.meanwhile(() => office.edit(eventId, { summary: 'There' }))
  expect((await office.sync()).plan?.waiting).toMatchObject([{ kind: 'conflict', fields: { title: {} } }])
  expect(event()?.summary).toBe('There')
  expect(await office.rows()).toMatchObject([{ title: 'Here' }])
  expect(office.writes.every((write) => write.kind === 'create' || /^"\d+"$/.test(write.etag))).toBe(true)
})

test('W11: an event changed between plan and delete survives, and the log keeps what happened', async () => {
  const id = await addVisit()
  await office.sync()
  await drop(id)
  office.meanwhile(() => office.edit(event()?.id ?? '', { summary: 'Still on' }))
  await office.sync()
  expect(office.google.counters.byStatus['412']).toBe(1)
  expect(event()?.summary).toBe('Still on')
  expect(await office.rows()).toMatchObject([{ title: 'Still on' }])
  await settled()
})

test('W14: while paused no call is made; afterwards one insert, one patch, one delete', async () => {
  const [edited, deleted] = [await addVisit(), await office.addAppointment('Off', tomorrow(11), tomorrow(12))]
  await office.addAppointment('Other', tomorrow(13), tomorrow(14))
  await office.sync()
  await settled()
  await office.setAccount({ state: 'paused' })
  office.google.resetCounters()
  await setTitle(edited, 'One')
  await office.sync()
  await setTitle(edited, 'Two')
  await drop(deleted)
  await office.addAppointment('New', tomorrow(15), tomorrow(16))
  await office.sync()
  expect(office.google.counters.requests).toBe(0)
  await office.setAccount({ state: 'ok' })
  await office.sync()
  expect(calls()).toEqual({ inserts: 1, patches: 1, deletes: 1 })
  expect(
    office
      .events()
      .map(({ summary }) => summary)
      .toSorted(),
  ).toEqual(['New', 'Other', 'Two'])
  await settled()
})

test('W15: a calendar turned off and on again gets three edits as one', async () => {
  const id = await addVisit()
  await office.sync()
  await settled()
  const turn = (direction: 'off' | 'two-way') =>
    office.setAccount({ calendars: [{ id: office.calendarId, direction, isHome: true }] })
  await turn('off')
  for (const title of ['One', 'Two', 'Three']) {
    await setTitle(id, title)
    await office.sync()
  }
  expect(calls().patches).toBe(0)
  await turn('two-way')
  await office.sync()
  expect(calls().patches).toBe(1)
  expect(event()?.summary).toBe('Three')
  await settled()
})

test('W20 W09: an update leaves reminders, guests and everything else of the event alone', async () => {
  const reminders = {
    useDefault: false,
    overrides: [1, 2, 3, 4, 5].map((minutes) => ({ method: 'popup', minutes })),
  }
  const eventId = office.insert({
    summary: 'Review',
    ...times(tomorrow(9), tomorrow(10)),
    reminders,
    attendees: [{ email: 'ben@example.com' }],
    colorId: '5',
  })
  await office.sync()
  const before = office.google.event(ann, eventId)
  await office.db.sql(`update public.appointments set title = 'changed'`)
  await office.sync()
  expect(office.writes).toEqual([{ kind: 'update', eventId, etag: before?.etag, patch: { title: 'changed' } }])
  const { etag: _e, updated: _u, ...after } = office.google.event(ann, eventId) ?? {}
  expect(before).toMatchObject({ ...after, summary: 'Review' })
  expect(after).toMatchObject({ summary: 'changed', reminders })
  await settled()
})

test('W21: a text too long for Google is cut there, whole in the CRM, and never sent twice', async () => {
  const id = await addVisit()
  const text = 'word '.repeat(4_000).trim()
  await office.db.sql('update public.appointments set description = $1 where id = $2', [text, id])
  await office.sync()
  expect(event()?.description?.length).toBeLessThanOrEqual(8192)
  expect(await office.rows()).toMatchObject([{ description: text }])
  await settled()
  expect(kinds()).toEqual(['create'])
  expect(await office.rows()).toMatchObject([{ description: text }])
})

test('W25: parts of a second in the CRM do not come back', async () => {
  const id = await addVisit()
  await office.db.sql(
    `update public.appointments set start_time = start_time + interval '123 milliseconds' where id = $1`,
    [id],
  )
  await office.sync()
  expect(kinds()).toEqual(['create'])
  await settled()
})

test('X07: what the CRM rolls back is never written at the calendar', async () => {
  const id = await addVisit()
  await office.sync()
  await expect(setTitle(id, 'forbidden word')).rejects.toThrow(/check/)
  await office.db.exec('begin')
  await setTitle(id, 'Never')
  await office.addAppointment('Never', tomorrow(11), tomorrow(12))
  await office.db.exec('rollback')
  await office.sync()
  expect(kinds()).toEqual(['create'])
  expect(office.events().map(({ summary }) => summary)).toEqual(['Site visit'])
})

test('X09: five edits without network are one patch with the last values', async () => {
  const id = await addVisit()
  await office.sync()
  office.google.misbehave.offline(true)
  for (let n = 1; n <= 5; n += 1) {
    await setTitle(id, `Edit ${n}`)
    expect(await office.sync()).toMatchObject({ status: 'failed', errorCodes: ['unavailable'] })
  }
  await office.db.sql(`update public.appointments set location = 'Kitchen' where id = $1`, [id])
  office.google.misbehave.offline(false)
  await office.sync()
  expect(calls()).toEqual({ inserts: 1, patches: 1, deletes: 0 })
  expect(office.writes.at(-1)).toMatchObject({ kind: 'update', patch: { title: 'Edit 5', location: 'Kitchen' } })
  await settled()
})
