import { afterEach, expect, test } from 'vitest'
import { type Case, day, openCase, times } from './cases-office.ts'
import { ann, tomorrow } from './office.ts'

/** What comes from the calendar into the CRM, with the data of the cases. */
const id = 'oj44nep1ldf8a3ll02uip0c9aa'
let office: Case
const open = async (today?: string) => {
  office = await openCase(today)
  return office
}
afterEach(() => office.close())

const quiet = async () => {
  await office.sync()
  await office.sync()
  expect(office.writes).toEqual([])
  expect(office.google.mails).toEqual([])
}

const ben = 'ben@example.com'
const addBen = () => office.google.addPerson({ email: ben, name: 'Ben', timezone: 'Europe/Berlin' })
const tomorrowAtNine = times(tomorrow(9), tomorrow(10))

test('G01: one appointment in UTC, its markup cleaned, and nothing goes to Google', async () => {
  const { sync, rows, insert } = await open('2020-01-10T12:00:00Z')
  insert({
    id,
    summary: 'Pricing new update',
    description: '<script>alert("boom")</script><p><h1>HELLO</h1></p><ul><li>item 1</li></ul>',
    attendees: [{ email: 'public_email@example.com', displayName: 'Mitchell Admin', responseStatus: 'needsAction' }],
    start: { dateTime: '2020-01-13T16:55:00+01:00', timeZone: 'Europe/Brussels' },
    end: { dateTime: '2020-01-13T19:55:00+01:00', timeZone: 'Europe/Brussels' },
    reminders: { useDefault: true },
  })
  expect(await sync()).toMatchObject({ status: 'success', counts: { imported: 1 } })
  await quiet()
  const found = await rows()
  expect(found).toMatchObject([
    {
      title: 'Pricing new update',
      start: '2020-01-13T15:55:00Z',
      end: '2020-01-13T18:55:00Z',
      eventId: id,
      owner: office.ann,
    },
  ])
  expect(found[0]?.description).toContain('HELLO')
  expect(found[0]?.description).not.toMatch(/script|boom|<|>/)
  expect(office.google.event(ann, id)?.attendees).toMatchObject([{ responseStatus: 'needsAction' }])
})

test('G02: an all-day event is that day only, in the zone of the account', async () => {
  const { sync, rows, insert } = await open('2020-01-10T12:00:00Z')
  insert({ id, summary: 'Fair', ...day('2020-01-15', '2020-01-16') })
  await sync()
  expect(await rows()).toMatchObject([{ start: '2020-01-14T23:00:00Z', end: '2020-01-15T23:00:00Z' }])
  await quiet()
  expect(office.google.event(ann, id)).toMatchObject(day('2020-01-15', '2020-01-16'))
})

test('G03: a cancelled event takes its appointment along; the whole row is kept, the mapping closed', async () => {
  const { sync, rows, insert, db, google } = await open('2020-01-10T12:00:00Z')
  insert({ id, summary: 'Pricing new update', ...times('2020-01-13T15:55:00Z', '2020-01-13T18:55:00Z') })
  await sync()
  google.remove(ann, id)
  expect(await sync()).toMatchObject({ status: 'success', counts: { deleted: 1 } })
  expect(await rows()).toEqual([])
  const kept = await db.sql('select kind, side, before from public.calendar_undo')
  expect(kept).toMatchObject([{ kind: 'delete', side: 'crm', before: { title: 'Pricing new update' } }])
  expect(await db.sql('select status, external_event_id from public.calendar_event_mappings')).toEqual([
    { status: 'closed', external_event_id: id },
  ])
  await quiet()
})

test('G04: an invitation that its organiser cancels is gone like any other', async () => {
  const { sync, rows, google } = await open()
  addBen()
  const body = { summary: 'Review', ...tomorrowAtNine, attendees: [{ email: ann }] }
  const event = google.insert(ben, body)
  await sync()
  expect(await rows()).toMatchObject([{ title: 'Review', status: 'read_only', owner: office.ann }])
  google.remove(ben, event.id)
  await sync()
  expect(await rows()).toEqual([])
  await quiet()
})

test('G08 R25: guests who come, answer and go change nothing in the CRM, and nothing is pushed back', async () => {
  const { sync, rows, insert, edit } = await open()
  const event = insert({ summary: 'Review', ...tomorrowAtNine, attendees: [{ email: ben }] })
  await sync()
  const before = await rows()
  for (const attendees of [[{ email: ben, responseStatus: 'accepted' }], []]) {
    edit(event, { attendees })
    await quiet()
    expect(await rows()).toEqual(before)
  }
})

test('R25: answers to one instance of a series, to all and to the following change nothing', async () => {
  const { sync, rows, edit, google } = await open()
  addBen()
  const series = google.insert(ben, {
    summary: 'Standup',
    ...tomorrowAtNine,
    recurrence: ['RRULE:FREQ=DAILY;COUNT=4'],
    attendees: [{ email: ann }],
  })
  await sync()
  const before = await rows()
  expect(before).toHaveLength(4)
  const yes = { attendees: [{ email: ann, responseStatus: 'accepted' }] }
  edit(before[2]?.eventId ?? '', yes)
  await quiet()
  edit(series.id, yes)
  await quiet()
  expect(await rows()).toEqual(before)
})

test('G09 G10 G11: guests known twice, in other case or by an alias: the event is stored once, without a contact', async () => {
  const { sync, rows, insert } = await open()
  const guests = [
    [{ email: 'a@example.com' }, { email: 'A@example.com' }],
    [{ email: 'Jean@Example.com' }],
    [{ email: 'sales@example.com', displayName: 'Sales' }],
  ]
  for (const [n, attendees] of guests.entries()) insert({ summary: `Meeting ${n}`, ...tomorrowAtNine, attendees })
  expect(await sync()).toMatchObject({ status: 'success', counts: { imported: 3 } })
  const found = await rows()
  expect(found.map(({ title, contact }) => [title, contact])).toEqual([
    ['Meeting 0', null],
    ['Meeting 1', null],
    ['Meeting 2', null],
  ])
  await quiet()
})

test('G15: birthdays and working locations are no appointments; focus time is one that is only read', async () => {
  const { sync, rows, insert, db } = await open()
  insert({ summary: 'Birthday', eventType: 'birthday', ...day(tomorrow(0).slice(0, 10), tomorrow(0, 2).slice(0, 10)) })
  insert({ summary: 'Office', eventType: 'workingLocation', ...tomorrowAtNine })
  insert({ summary: 'Focus', eventType: 'focusTime', ...tomorrowAtNine })
  await sync()
  expect(await rows()).toMatchObject([{ title: 'Focus', status: 'read_only' }])
  await db.sql(`update public.appointments set title = 'Mine'`)
  await quiet()
  expect(await rows()).toMatchObject([{ title: 'Mine', status: 'read_only' }])
})

test('G16 S14: what is added, edited and deleted on a calendar that is only read stays here, without an error', async () => {
  const { sync, rows, db, google } = await open()
  addBen()
  google.share(ben, ann, 'freeBusyReader')
  for (const hour of [9, 11, 13]) {
    google.insert(ben, { summary: 'secret', ...times(tomorrow(hour), tomorrow(hour + 1)) })
  }
  const listed = { externalId: ben, name: 'Ben', timezone: 'Europe/Berlin', isPrimary: false, isWritable: false }
  const { calendars } = await db.rpc<{ calendars: { id: string; externalId: string }[] }>(
    office.ann,
    'calendar_connect',
    {
      provider: 'google',
      email: ann,
      organizationId: office.acme,
      timezone: 'Europe/Berlin',
      calendars: [
        { externalId: ann, name: 'Ann', timezone: 'Europe/Berlin', isPrimary: true, isWritable: true },
        listed,
      ],
    },
  )
  const shared = calendars.find(({ externalId }) => externalId === ben)?.id as typeof office.calendarId
  await office.setAccount({ calendars: [{ id: shared, direction: 'import', isHome: false }] })
  await db.sql('update public.calendar_account_calendars set consented_at = now()')
  expect(await sync()).toMatchObject({ status: 'success', counts: { imported: 3 } })
  const [first, second] = await rows()
  expect((await rows()).map(({ title, status }) => [title, status])).toEqual([1, 2, 3].map(() => ['Busy', 'read_only']))

  await db.sql(`update public.appointments set title = 'Ben is away' where id = $1`, [first?.id])
  await db.sql(`delete from public.appointments where id = $1`, [second?.id])
  await office.addAppointment('Site visit', tomorrow(15), tomorrow(16))
  const report = await sync()
  expect(report).toMatchObject({ status: 'success', counts: { exported: 1, failed: 0 } })
  for (let n = 0; n < 2; n += 1) expect(await sync()).toMatchObject({ status: 'success', errorCodes: [] })
  expect(office.writes.map(({ kind }) => kind)).toEqual(['create'])
  expect((await rows()).map(({ title }) => title)).toEqual(['Ben is away', 'Busy', 'Site visit'])
  expect(google.events(ben).map(({ summary }) => summary)).toEqual(['secret', 'secret', 'secret'])
})

test('G17 W19: free or busy is neither compared nor written', async () => {
  const { sync, rows, insert, edit, db, google } = await open()
  const kinds = ['transparent', 'opaque', undefined] as const
  const ids = kinds.map((transparency) =>
    insert({ summary: 'x', ...tomorrowAtNine, ...(transparency && { transparency }) }),
  )
  await sync()
  const before = await rows()
  edit(ids[1] ?? '', { transparency: 'transparent' })
  await quiet()
  expect(await rows()).toEqual(before)
  await db.sql(`update public.appointments set title = 'y'`)
  await sync()
  expect(ids.map((each) => google.event(ann, each)?.summary)).toEqual(['y', 'y', 'y'])
  expect(ids.map((each) => google.event(ann, each)?.transparency ?? 'opaque')).toEqual([
    'transparent',
    'transparent',
    'opaque',
  ])
})

test('G19: a link in the CRM stays, whatever meeting link Google has or has not', async () => {
  const { sync, rows, insert, edit, db } = await open()
  const event = insert({ summary: 'Call', ...tomorrowAtNine })
  await sync()
  await db.sql(`update public.appointments set location = 'https://example.com/call'`)
  await sync()
  expect(office.writes).toMatchObject([{ kind: 'update', patch: { location: 'https://example.com/call' } }])
  edit(event, { colorId: '3' })
  await sync()
  await sync()
  expect(office.writes).toHaveLength(1)
  expect(await rows()).toMatchObject([{ location: 'https://example.com/call' }])
})

test('G21 D11: our mark counts only on our own event; a copy of it is an event of its own', async () => {
  const { sync, rows, insert, db, google } = await open()
  await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  insert({ summary: 'Own event', ...times(tomorrow(15), tomorrow(16)) })
  await sync()
  const exported = google.events(ann).find(({ summary }) => summary === 'Site visit')
  const { extendedProperties } = exported ?? {}
  expect(extendedProperties?.private).toHaveProperty('crmSyncMapping')
  insert({ summary: 'A copy', ...times(tomorrow(11), tomorrow(12)), extendedProperties })
  const strange = { private: { crmSyncMapping: crypto.randomUUID(), crmSyncGeneration: '0' } }
  insert({ summary: 'Of others', ...times(tomorrow(13), tomorrow(14)), extendedProperties: strange })
  expect(await sync()).toMatchObject({ counts: { imported: 2, exported: 0, linked: 0 } })
  expect((await rows()).map(({ title }) => title)).toEqual(['Site visit', 'A copy', 'Of others', 'Own event'])

  await db.sql(`delete from public.appointments where title = 'Site visit'`)
  await sync()
  await sync()
  expect(google.events(ann).map(({ summary }) => summary)).toEqual(['Own event', 'A copy', 'Of others'])
})

test('G23 G24: a property that makes no sense is no matter, and an import raises no reminder or mail', async () => {
  const { sync, rows, insert, db } = await open()
  const tables = await db.sql<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
  )
  const sizes = async () => {
    const found: Record<string, number> = {}
    for (const { name } of tables) {
      const [row] = await db.sql<{ count: number }>(`select count(*)::int as count from public.${name}`)
      found[name] = row?.count ?? 0
    }
    return found
  }
  const before = await sizes()
  insert({
    summary: 'In a month',
    ...times(tomorrow(9, 30), tomorrow(10, 30)),
    extendedProperties: { private: { crmSyncMapping: 'invalid owner id', crmSyncGeneration: '0' } },
    reminders: { useDefault: false, overrides: [{ method: 'email', minutes: 30 }] },
  })
  await sync()
  expect(await rows()).toMatchObject([{ title: 'In a month', owner: office.ann }])
  const after = await sizes()
  const grown = Object.keys(after).filter((name) => after[name] !== before[name])
  expect(grown.toSorted()).toEqual(['appointments', 'calendar_event_mappings', 'calendar_sync_log'])
  await quiet()
})

test('P01: the details of a private event never reach the CRM, and leave it when the event becomes private', async () => {
  const { sync, rows, insert, edit, db } = await open()
  const secret = { summary: 'secret', description: 'secret', location: 'secret' }
  insert({ ...secret, ...times(tomorrow(9), tomorrow(10)), visibility: 'private', attendees: [{ email: ben }] })
  const shown = insert({ ...secret, ...times(tomorrow(11), tomorrow(12)) })
  await sync()
  expect((await rows()).map(({ title }) => title)).toEqual(['Busy', 'secret'])
  edit(shown, { description: 'very secret' })
  await sync()
  edit(shown, { visibility: 'private' })
  await sync()
  expect((await rows()).map(({ title, status }) => [title, status])).toEqual([
    ['Busy', 'read_only'],
    ['Busy', 'read_only'],
  ])
  const [dump] = await db.sql<{ text: string }>(
    `select concat(
       (select jsonb_agg(to_jsonb(a)) from public.appointments a), (select jsonb_agg(to_jsonb(m)) from public.calendar_event_mappings m),
       (select jsonb_agg(to_jsonb(c)) from public.calendar_conflicts c), (select jsonb_agg(to_jsonb(u)) from public.calendar_undo u),
       (select jsonb_agg(to_jsonb(l)) from public.calendar_sync_log l)) as text`,
  )
  expect(dump?.text).toContain('Busy')
  expect(dump?.text).not.toContain('secret')
  expect(dump?.text).not.toContain(ben)
  await quiet()
})
