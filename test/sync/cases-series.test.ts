import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Case, day, openCase, times } from './cases-office.ts'
import { ann } from './office.ts'

/** Series as what the set of their instances must become; each instance is an appointment of its own. */
const id = 'oj44nep1ldf8a3ll02uip0c9aa'
const mondays = 'RRULE:FREQ=WEEKLY;WKST=SU;COUNT=3;BYDAY=MO'
let office: Case
afterEach(() => office.close())

const addSeries = (recurrence: string[], span: object = day('2020-01-06', '2020-01-07')) =>
  office.insert({ id, summary: 'Pricing new update', recurrence, ...span })

/** Title and day in the account's zone, and the event's id behind its series' id. */
const found = async () =>
  (await office.rows()).map(({ title, start, eventId }) => {
    const inBerlin = new Date(Date.parse(start) + 7_200_000).toISOString().slice(5, 10)
    return `${title} ${inBerlin} ${eventId?.replace(id, '')}`
  })

/** Nothing more comes of it, and nothing was ever written at the calendar. */
const settled = async () => {
  const before = await office.rows()
  for (let n = 0; n < 2; n += 1) {
    expect(await office.sync()).toMatchObject({ status: 'success', counts: { imported: 0, updated: 0, deleted: 0 } })
  }
  expect(await office.rows()).toEqual(before)
  expect(office.writes).toEqual([])
}

describe('a series in January 2020', () => {
  beforeEach(async () => {
    office = await openCase('2020-01-02T12:00:00Z')
  })

  test('R01: all-day instances have the right days and ids', async () => {
    addSeries([mondays])
    expect(await office.sync()).toMatchObject({ counts: { imported: 3 } })
    expect(await found()).toEqual([
      'Pricing new update 01-06 _20200106',
      'Pricing new update 01-13 _20200113',
      'Pricing new update 01-20 _20200120',
    ])
    await settled()
  })

  test('R02: the ids of timed instances are UTC', async () => {
    const at = (hour: string) => ({ dateTime: `2020-01-06T${hour}:00:00+01:00`, timeZone: 'Europe/Brussels' })
    addSeries([mondays], { start: at('18'), end: at('19') })
    await office.sync()
    expect((await office.rows()).map(({ start, eventId }) => [start, eventId])).toEqual([
      ['2020-01-06T17:00:00Z', `${id}_20200106T170000Z`],
      ['2020-01-13T17:00:00Z', `${id}_20200113T170000Z`],
      ['2020-01-20T17:00:00Z', `${id}_20200120T170000Z`],
    ])
    await settled()
  })

  test.each([
    ['R03: a cancelled middle instance leaves the two others', '_20200113', ['_20200106', '_20200120']],
    ['R04: a cancelled first instance leaves the two others', '_20200106', ['_20200113', '_20200120']],
  ])('%s', async (_, cancelled, left) => {
    addSeries([mondays])
    await office.sync()
    office.google.remove(ann, id + cancelled)
    await office.sync()
    expect((await office.rows()).map(({ eventId }) => eventId?.replace(id, ''))).toEqual(left)
    await settled()
  })

  test('R05: a first instance renamed before the pull comes under its own name', async () => {
    addSeries(['RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=WE'], day('2020-01-01', '2020-01-02'))
    office.edit(`${id}_20200101`, { summary: 'edited' })
    await office.sync()
    expect((await office.rows()).map(({ title }) => title)).toEqual([
      'edited',
      'Pricing new update',
      'Pricing new update',
    ])
    await settled()
  })

  test('R06 R07: an instance renamed or moved later changes alone and keeps its id', async () => {
    addSeries([mondays])
    await office.sync()
    const before = await office.rows()
    office.edit(`${id}_20200113`, { summary: 'edited' })
    expect(await office.sync()).toMatchObject({ counts: { updated: 1, imported: 0, deleted: 0 } })
    office.edit(`${id}_20200113`, day('2020-01-18', '2020-01-19'))
    expect(await office.sync()).toMatchObject({ counts: { updated: 1, imported: 0, deleted: 0 } })
    expect(await found()).toEqual([
      'Pricing new update 01-06 _20200106',
      'edited 01-18 _20200113',
      'Pricing new update 01-20 _20200120',
    ])
    expect((await office.rows()).map((row) => row.id)).toEqual(before.map((row) => row.id))
    await settled()
  })

  test('R08: a changed weekday leaves no Monday', async () => {
    addSeries(['RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=MO'])
    await office.sync()
    office.edit(id, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=WE'], ...day('2020-01-08', '2020-01-09') })
    await office.sync()
    await office.sync()
    expect(await found()).toEqual(['Pricing new update 01-08 _20200108', 'Pricing new update 01-15 _20200115'])
    await settled()
  })

  test('R09 R10: a renamed series renames the same rows, and a moved instance keeps its day', async () => {
    addSeries([mondays])
    await office.sync()
    office.edit(`${id}_20200113`, day('2020-01-18', '2020-01-19'))
    await office.sync()
    const before = await office.rows()
    office.edit(id, { summary: 'New name' })
    expect(await office.sync()).toMatchObject({ counts: { updated: 3, imported: 0, deleted: 0 } })
    expect(await found()).toEqual(['New name 01-06 _20200106', 'New name 01-18 _20200113', 'New name 01-20 _20200120'])
    expect((await office.rows()).map((row) => row.id)).toEqual(before.map((row) => row.id))
    await settled()
  })

  test('R11: a deleted series takes every instance along, as one unit of one run', async () => {
    addSeries(['RRULE:FREQ=WEEKLY;COUNT=8;BYDAY=MO'])
    await office.sync()
    office.google.remove(ann, id)
    expect(await office.sync()).toMatchObject({ status: 'success', counts: { deleted: 8 } })
    expect(await office.rows()).toEqual([])
    const kept = await office.db.sql(
      'select count(*)::int, count(distinct unit)::int as units, count(distinct run_id)::int as runs from public.calendar_undo where before is not null',
    )
    expect(kept).toEqual([{ count: 8, units: 1, runs: 1 }])
    await settled()
  })

  test('R12: over a change of clocks the wall time stays', async () => {
    const at = (hour: string) => ({ dateTime: `2020-03-30T${hour}:00:00`, timeZone: 'Pacific/Auckland' })
    addSeries(['RRULE:FREQ=WEEKLY;COUNT=2'], { start: at('09'), end: at('10') })
    await office.sync()
    // New Zealand leaves summer time on 5 April 2020.
    expect((await office.rows()).map(({ start }) => start)).toEqual(['2020-03-29T20:00:00Z', '2020-04-05T21:00:00Z'])
    await settled()
  })

  test('R16: a single event that becomes a series leaves no fourth row', async () => {
    office.insert({ id, summary: 'Quote', ...times('2020-01-06T09:00:00Z', '2020-01-06T10:00:00Z') })
    await office.sync()
    const [before] = await office.rows()
    office.edit(id, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] })
    await office.sync()
    await office.sync()
    const after = await office.rows()
    expect(after.map(({ eventId }) => eventId)).toEqual(['06', '13', '20'].map((d) => `${id}_202001${d}T090000Z`))
    expect(after[0]?.id).toBe(before?.id)
    await settled()
  })

  test('R21: endless series of another organiser end with the window', async () => {
    office.google.addPerson({ email: 'ben@example.com', name: 'Ben', timezone: 'Europe/Berlin' })
    for (const [summary, date] of [
      ['SA', '2020-01-04'],
      ['SU', '2020-01-05'],
    ] as const) {
      office.google.insert('ben@example.com', {
        summary,
        ...times(`${date}T09:00:00Z`, `${date}T10:00:00Z`),
        recurrence: [`RRULE:FREQ=WEEKLY;BYDAY=${summary}`],
        attendees: [{ email: ann }],
      })
    }
    await office.sync()
    const rows = await office.rows()
    expect(rows.filter(({ start }) => start === '2020-01-04T09:00:00Z')).toHaveLength(1)
    expect(rows.filter(({ start }) => start === '2020-01-05T09:00:00Z')).toHaveLength(1)
    expect(rows.length).toBeGreaterThan(48)
    expect(rows.length).toBeLessThan(54)
    await settled()
  })

  test('R24: a series deleted after one of its instances was edited is removed once, and nothing is created', async () => {
    addSeries([mondays])
    await office.sync()
    office.edit(`${id}_20200113`, { summary: 'edited' })
    office.google.remove(ann, id)
    expect(await office.sync()).toMatchObject({ counts: { deleted: 3, imported: 0 } })
    expect(await office.rows()).toEqual([])
    await settled()
  })

  test('R26: exceptions in another order are no change', async () => {
    const exceptions = ['EXDATE;VALUE=DATE:20200113', 'EXDATE;VALUE=DATE:20200127']
    const rule = 'RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=MO'
    addSeries([rule, ...exceptions])
    await office.sync()
    expect(await office.rows()).toHaveLength(3)
    office.edit(id, { recurrence: [rule, ...exceptions.toReversed()] })
    await settled()
  })
})

test('R14: dates without a rule are imported, and so is the rest of the page', async () => {
  office = await openCase('2006-08-01T12:00:00Z')
  addSeries(['RDATE;VALUE=DATE:20060812'], day('2006-08-05', '2006-08-06'))
  office.insert({ summary: 'Another', ...times('2006-08-20T09:00:00Z', '2006-08-20T10:00:00Z') })
  await office.sync()
  expect((await found()).map((row) => row.replace(/ \w+$/, ''))).toEqual([
    'Pricing new update 08-05',
    'Pricing new update 08-12',
    'Another 08-20',
  ])
  await settled()
})

test('R29 R30 W16 W17 W18: from the CRM only single instances are written, by their own ids, never the series', async () => {
  office = await openCase('2023-06-01T12:00:00Z')
  const at = (hour: string) => ({ dateTime: `2023-06-15T${hour}:00:00Z`, timeZone: 'UTC' })
  const recurrence = ['RRULE:FREQ=WEEKLY;BYDAY=TH;UNTIL=20230622T235959Z', 'EXDATE;TZID=Europe/Berlin:20230608T120000']
  addSeries(recurrence, { start: at('10'), end: at('11') })
  await office.sync()
  const [first, second] = ['_20230615T100000Z', '_20230622T100000Z'].map((end) => id + end)
  expect((await office.rows()).map(({ eventId }) => eventId)).toEqual([first, second])

  const change = `start_time = start_time + interval '1 hour', end_time = end_time + interval '1 hour', title = 'Later'`
  await office.db.sql(`update public.appointments set ${change} where start_time > '2023-06-20'`)
  await office.sync()
  await office.db.sql(`delete from public.appointments where start_time < '2023-06-20'`)
  await office.sync()
  expect(office.writes).toMatchObject([
    { kind: 'update', eventId: second, patch: { title: 'Later' } },
    { kind: 'delete', eventId: first },
  ])
  expect(office.google.event(ann, first ?? '')?.status).toBe('cancelled')
  expect(office.google.event(ann, id)).toMatchObject({ recurrence, summary: 'Pricing new update', status: 'confirmed' })
  expect(office.google.counters.byOperation['events.insert'] ?? 0).toBe(0)

  await office.db.sql('delete from public.appointments')
  await office.sync()
  await office.sync()
  expect(office.writes.map(({ kind }) => kind)).toEqual(['update', 'delete', 'delete'])
  expect(office.google.event(ann, second ?? '')?.status).toBe('cancelled')
  expect(await office.rows()).toEqual([])
})
