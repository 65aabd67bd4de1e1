import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Variant } from '../support/crm-schema.ts'
import { createTestDatabase } from '../support/database.ts'
import { ann, type Device, type Office, openOffice, tomorrow } from './office.ts'

/** Whatever people write: it arrives, and nothing is written again and again. */
let office: Office
let device: Device
const open = async (variant: Variant) => {
  office = await openOffice(await createTestDatabase({ variant }))
  device = office.openDevice()
}
afterEach(() => office.db.close())

const google = () => office.google.events(ann)
const quiet = async () => {
  const writes = office.google.counters.writes
  const [before] = await office.db.sql('select json_agg(a order by id) as rows from public.appointments a')
  await device.store.setMarks({ isSettled: false })
  expect(await device.sync()).toMatchObject({ counts: { updated: 0, imported: 0, exported: 0, deleted: 0 } })
  await device.store.setMarks({ isSettled: false })
  await device.sync()
  expect(office.google.counters.writes).toBe(writes)
  expect(await office.db.sql('select json_agg(a order by id) as rows from public.appointments a')).toEqual([before])
}

describe('a CRM without an all-day column', () => {
  beforeEach(() => open('uuid'))

  test.each([
    ['empty', '', ''],
    ['blank', '   ', ''],
    ['W21: very long', 'x'.repeat(5000), 'x'.repeat(1024)],
    ['emoji', '👩‍👩‍👧 Besuch 🏗️', '👩‍👩‍👧 Besuch 🏗️'],
    ['half an emoji', 'a\u0001b', 'ab'],
    ['S24: markup', '<b>a</b> & "b", c; d\\n', '<b>a</b> & "b", c; d\\n'],
    ['around and inside', '  two  blanks ', 'two  blanks'],
    ['the word for no title', '(No title)', ''],
  ])('%s title of the CRM', async (_, title, there) => {
    await office.addAppointment(title, tomorrow(9), tomorrow(10))
    await device.firstSync()
    expect(google().map(({ summary }) => summary ?? '')).toEqual([there])
    await quiet()
    expect(await office.appointments()).toMatchObject([{ title }])
  })

  test.each([
    ['none', undefined],
    ['the word for no title', '(No title)'],
    ['as long as can be', 'x'.repeat(1024)],
    ['emoji', '👩‍👩‍👧 Besuch 🏗️'],
  ])('%s title of the calendar', async (_, summary) => {
    const event = { start: { dateTime: tomorrow(9) }, end: { dateTime: tomorrow(10) } }
    office.google.insert(ann, summary === undefined ? event : { ...event, summary })
    await device.firstSync()
    await quiet()
    expect(google().map((each) => each.summary)).toEqual([summary])
    expect(await office.appointments()).toMatchObject([{ title: (summary ?? '(No title)').slice(0, 1024) }])
  })

  test('W21: line ends, HTML and a very long description', async () => {
    const id = await office.addAppointment('Lines', tomorrow(9), tomorrow(10))
    const text = `one\r\ntwo\rthree <b>not bold</b> &amp; ${'long '.repeat(3000)}`
    await office.db.sql('update public.appointments set description = $2 where id = $1', [id, text])
    office.google.insert(ann, {
      summary: 'Rich',
      description: '<p>Hello<br>World</p><ul><li>One</li></ul>',
      start: { dateTime: tomorrow(11) },
      end: { dateTime: tomorrow(12) },
    })
    await device.firstSync()
    await quiet()
    const [row] = await office.db.sql('select description from public.appointments where id = $1', [id])
    expect(row).toEqual({ description: text })
    expect(google().find(({ summary }) => summary === 'Rich')?.description).toContain('<br>')
  })

  test.each([
    ['inverted', 10, 9],
    ['empty', 9, 9],
  ])('%s range in the CRM', async (_, from, until) => {
    await office.addAppointment('Odd', tomorrow(from), tomorrow(until))
    await device.firstSync()
    expect(google()).toHaveLength(1)
    await quiet()
    office.google.edit(ann, google()[0]?.id ?? '', { location: 'Attic' })
    await device.sync()
    expect(await office.appointments()).toMatchObject([
      { location: 'Attic', start: tomorrow(from), end: tomorrow(until) },
    ])
  })

  test('G02: all-day events over both changes of the clock keep their days', async () => {
    const days = [
      ['2027-03-27', '2027-03-28'],
      ['2027-03-28', '2027-03-29'],
      ['2027-03-26', '2027-03-30'],
    ] as const
    for (const [start, end] of days) {
      office.google.insert(ann, { summary: `${start} ${end}`, start: { date: start }, end: { date: end } })
    }
    await device.firstSync()
    const rows = await office.appointments()
    expect(rows.map(({ title, start, end }) => [title, start, end])).toEqual([
      ['2027-03-26 2027-03-30', '2027-03-25T23:00:00Z', '2027-03-29T22:00:00Z'],
      ['2027-03-27 2027-03-28', '2027-03-26T23:00:00Z', '2027-03-27T23:00:00Z'],
      ['2027-03-28 2027-03-29', '2027-03-27T23:00:00Z', '2027-03-28T22:00:00Z'],
    ])
    await quiet()
    await office.db.sql(`update public.appointments set title = title || ' edited'`)
    await device.sync()
    await quiet()
    expect(google().map(({ summary, start, end }) => [summary, start?.date, end?.date])).toEqual(
      days.map(([start, end]) => [`${start} ${end} edited`, start, end]),
    )
  })

  test('an all-day event moved by a day in the CRM stays all-day; given hours it becomes timed', async () => {
    office.google.insert(ann, { summary: 'Fair', start: { date: '2027-02-10' }, end: { date: '2027-02-11' } })
    await device.firstSync()
    await office.db.sql(
      `update public.appointments set start_time = start_time + interval '1 day', end_time = end_time + interval '1 day'`,
    )
    await device.sync()
    expect(google()).toMatchObject([{ start: { date: '2027-02-11' }, end: { date: '2027-02-12' } }])
    await office.db.sql(`update public.appointments set end_time = start_time + interval '1 hour'`)
    await device.sync()
    expect(google()[0]?.start?.dateTime).toBeDefined()
    await quiet()
  })

  test('another zone of the account turns no all-day event into a timed one', async () => {
    office.google.insert(ann, { summary: 'Fair', start: { date: '2027-02-10' }, end: { date: '2027-02-11' } })
    await device.firstSync()
    await office.db.rpc(office.ann, 'calendar_connect', {
      provider: 'google',
      email: ann,
      organizationId: office.acme,
      timezone: 'America/New_York',
      calendars: [],
    })
    await device.sync()
    await quiet()
    expect(google()).toMatchObject([{ start: { date: '2027-02-10' }, end: { date: '2027-02-11' } }])
  })

  test('S22: what comes back otherwise than it was sent is not sent for ever', async () => {
    await device.firstSync()
    await office.addAppointment('Visit', tomorrow(9), tomorrow(10))
    const shouts: typeof device.ports.openCalendar = (account, calendar) => {
      const port = device.ports.openCalendar(account, calendar)
      const loud = (event: Awaited<ReturnType<typeof port.get>>) =>
        event?.kind === 'live'
          ? { ...event, content: { ...event.content, title: event.content.title.toUpperCase() } }
          : event
      return {
        ...port,
        get: async (id) => loud(await port.get(id)),
        pull: async function* (...args) {
          for await (const page of port.pull(...args)) {
            yield { ...page, events: page.events.flatMap((event) => loud(event) ?? []) }
          }
        },
        write: async (writes) =>
          (await port.write(writes)).map((outcome) => {
            const event = outcome.kind === 'written' ? loud(outcome.event) : null
            return event?.kind === 'live' ? { kind: 'written', event } : outcome
          }),
      }
    }
    const odd = { openCalendar: shouts }
    for (let n = 0; n < 3; n += 1) await device.sync(odd)
    const { writes } = office.google.counters
    for (let n = 0; n < 4; n += 1) {
      await device.store.setMarks({ isSettled: false })
      await device.sync(odd)
    }
    expect(office.google.counters.writes).toBe(writes)
    expect(writes).toBeLessThan(4)
    expect(await office.appointments()).toMatchObject([{ title: 'Visit' }])
  })
})

describe('a CRM with all-day and status columns', () => {
  beforeEach(() => open('full'))

  const add = async (subject: string, start: string, end: string, isAllDay = false) => {
    const [row] = await office.db.sql<{ id: string }>(
      `insert into public.appointments (subject, starts_at, ends_at, is_all_day, user_id, created_by, organization_id)
       values ($1, $2, $3, $4, $5, $5, $6) returning id::text`,
      [subject, start, end, isAllDay, office.ann, office.acme],
    )
    return row?.id ?? ''
  }
  const rows = () =>
    office.db.sql<{ subject: string; status: string; is_all_day: boolean }>(
      'select subject, status::text, is_all_day from public.appointments order by subject, status',
    )

  test('cancelled in the CRM takes the event away; taken back it stands again, once', async () => {
    const id = await add('Visit', tomorrow(9), tomorrow(10))
    await device.firstSync()
    await office.db.sql(`update public.appointments set status = 'cancelled' where id = $1`, [id])
    await device.sync()
    expect(google()).toEqual([])
    await office.db.sql(`update public.appointments set status = 'scheduled' where id = $1`, [id])
    await device.sync()
    await device.sync()
    expect(google().map(({ summary }) => summary)).toEqual(['Visit'])
    expect(await rows()).toHaveLength(1)
    await quiet()
  })

  test('deleted at the calendar cancels the appointment; restored from the trash it is not lost', async () => {
    const ids = [0, 1, 2, 3].map(
      (n) =>
        office.google.insert(ann, {
          summary: `Event ${n}`,
          start: { dateTime: tomorrow(n) },
          end: { dateTime: tomorrow(n + 1) },
        }).id ?? '',
    )
    await device.firstSync()
    office.google.remove(ann, ids[0] ?? '')
    await device.sync()
    expect(await rows()).toMatchObject([{ subject: 'Event 0', status: 'cancelled' }, {}, {}, {}])
    await quiet()
    office.google.edit(ann, ids[0] ?? '', { status: 'confirmed' })
    await device.sync()
    await device.sync()
    expect((await rows()).filter(({ status }) => status === 'scheduled')).toHaveLength(4)
    await quiet()
  })

  test('a status of the CRM’s own survives edits from the calendar', async () => {
    await add('Visit', tomorrow(9), tomorrow(10))
    await device.firstSync()
    await office.db.sql(`update public.appointments set status = 'done'`)
    office.google.edit(ann, google()[0]?.id ?? '', { summary: 'Visit 2' })
    await device.sync()
    expect(await rows()).toMatchObject([{ subject: 'Visit 2', status: 'done' }])
  })

  test('W02: all-day travels both ways, also where the CRM says 23:59', async () => {
    await add('Fair', '2027-03-27T23:00:00Z', '2027-03-28T21:59:59Z', true)
    office.google.insert(ann, { summary: 'Holiday', start: { date: '2027-02-10' }, end: { date: '2027-02-12' } })
    await device.firstSync()
    expect(google().find(({ summary }) => summary === 'Fair')).toMatchObject({
      start: { date: '2027-03-28' },
      end: { date: '2027-03-29' },
    })
    expect(await rows()).toMatchObject([{ is_all_day: true }, { subject: 'Holiday', is_all_day: true }])
    await quiet()
  })

  test('the CRM’s own note of the event links them, though the time was changed since', async () => {
    const id = await add('Visit', tomorrow(11), tomorrow(12))
    const event = office.google.insert(ann, {
      summary: 'Visit',
      start: { dateTime: tomorrow(9) },
      end: { dateTime: tomorrow(10) },
    })
    await office.db.sql('update public.appointments set google_event_id = $2 where id = $1', [id, event.id])
    await device.firstSync()
    await device.sync()
    expect([await rows(), google()]).toMatchObject([[{ subject: 'Visit' }], [{ summary: 'Visit' }]])
    expect(await rows()).toHaveLength(1)
    expect(google()).toHaveLength(1)
    const open = await office.db.sql('select fields from public.calendar_conflicts where closed_at is null')
    expect(open).toMatchObject([{ fields: { time: {} } }])
    await quiet()
  })
})
