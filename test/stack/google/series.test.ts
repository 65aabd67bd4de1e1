import { beforeEach, describe, expect, test } from 'vitest'
import { type Call, listAll, signedIn } from './api-client.ts'
import type { Body } from './event-input.ts'
import { createGoogle, type Google } from './google.ts'

const ann = 'ann@example.com'
const id = 'oj44nep1ldf8a3ll02uip0c9aa'
const window = { timeMin: '2019-12-01T00:00:00Z', timeMax: '2020-06-01T00:00:00Z' }
const full = { singleEvents: 'true', ...window }

let google: Google
let call: Call

beforeEach(() => {
  google = createGoogle({ now: () => new Date('2020-01-01T00:00:00Z') })
  google.addPerson({ email: ann, name: 'Ann', timezone: 'Europe/Brussels' })
  call = signedIn(google, ann)
})

const addSeries = (times: Body, rule: string) =>
  google.insert(ann, { id, summary: 'rrule', ...times, recurrence: [rule] })
const mondays = () =>
  addSeries(
    { start: { date: '2020-01-06' }, end: { date: '2020-01-07' } },
    'RRULE:FREQ=WEEKLY;WKST=SU;COUNT=3;BYDAY=MO',
  )

const changes = async (act: () => void) => {
  const { syncToken } = await listAll(call, ann, full)
  act()
  return (await listAll(call, ann, { singleEvents: 'true', syncToken: syncToken ?? '' })).items
}
const list = async () => (await listAll(call, ann, full)).items
const idsOf = (items: readonly Body[]) => items.map((item) => item.id)
const starts = async () => (await list()).map(({ start }) => (start as { date: string }).date)

describe('a list with singleEvents', () => {
  test('R01: an all-day weekly series expands with its instance ids', async () => {
    mondays()
    const items = await list()
    expect(idsOf(items)).toEqual([`${id}_20200106`, `${id}_20200113`, `${id}_20200120`])
    expect(items[1]).toMatchObject({
      recurringEventId: id,
      originalStartTime: { date: '2020-01-13' },
      start: { date: '2020-01-13' },
      end: { date: '2020-01-14' },
    })
    expect(items[1]).not.toHaveProperty('recurrence')
  })

  test('R02: the ids of timed instances are in UTC', async () => {
    addSeries(
      {
        start: { dateTime: '2020-01-06T18:00:00+01:00', timeZone: 'Europe/Brussels' },
        end: { dateTime: '2020-01-06T19:00:00+01:00', timeZone: 'Europe/Brussels' },
      },
      'RRULE:FREQ=WEEKLY;WKST=SU;COUNT=3;BYDAY=MO',
    )
    const items = await list()
    expect(idsOf(items)).toEqual([`${id}_20200106T170000Z`, `${id}_20200113T170000Z`, `${id}_20200120T170000Z`])
    expect(items[0]).toMatchObject({ start: { dateTime: '2020-01-06T18:00:00+01:00' } })
  })

  test('R03: a cancelled middle instance comes as a tombstone', async () => {
    mondays()
    expect(await changes(() => google.remove(ann, `${id}_20200113`))).toEqual([
      {
        kind: 'calendar#event',
        etag: expect.any(String),
        id: `${id}_20200113`,
        status: 'cancelled',
        recurringEventId: id,
        originalStartTime: { date: '2020-01-13' },
      },
    ])
    expect(await starts()).toEqual(['2020-01-06', '2020-01-20'])
  })

  test('R04: the first instance may be cancelled, the series stays', async () => {
    mondays()
    google.edit(ann, `${id}_20200106`, { status: 'cancelled' })
    expect(await starts()).toEqual(['2020-01-13', '2020-01-20'])
    expect(google.event(ann, id)).toMatchObject({ status: 'confirmed', start: { date: '2020-01-06' } })
    google.edit(ann, `${id}_20200106`, { status: 'confirmed' })
    expect(await starts()).toHaveLength(3)
  })

  test('R05: a renamed first instance and the others in one pull', async () => {
    addSeries({ start: { date: '2020-01-01' }, end: { date: '2020-01-02' } }, 'RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=WE')
    google.edit(ann, `${id}_20200101`, { summary: 'edited' })
    expect((await list()).map(({ summary }) => summary)).toEqual(['edited', 'rrule', 'rrule'])
  })

  test('R06: an instance renamed later comes alone', async () => {
    mondays()
    const items = await changes(() => google.edit(ann, `${id}_20200113`, { summary: 'edited' }))
    expect(items).toMatchObject([{ id: `${id}_20200113`, summary: 'edited', recurringEventId: id }])
  })

  test('R07: an instance moved to another day keeps its id', async () => {
    mondays()
    google.edit(ann, `${id}_20200113`, { start: { date: '2020-01-18' }, end: { date: '2020-01-19' } })
    const items = await list()
    expect(items.map(({ start }) => (start as { date: string }).date)).toEqual([
      '2020-01-06',
      '2020-01-18',
      '2020-01-20',
    ])
    expect(items[1]).toMatchObject({ id: `${id}_20200113`, originalStartTime: { date: '2020-01-13' } })
  })

  test('R08: a changed weekday cancels the old instances and brings new ones', async () => {
    addSeries({ start: { date: '2020-01-06' }, end: { date: '2020-01-07' } }, 'RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=MO')
    const items = await changes(() =>
      google.edit(ann, id, {
        start: { date: '2020-01-08' },
        end: { date: '2020-01-09' },
        recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=WE'],
      }),
    )
    const status = new Map(items.map((item) => [item.id, item.status]))
    expect(status).toEqual(
      new Map([
        [`${id}_20200106`, 'cancelled'],
        [`${id}_20200113`, 'cancelled'],
        [`${id}_20200108`, 'confirmed'],
        [`${id}_20200115`, 'confirmed'],
      ]),
    )
    expect(items[0]).toMatchObject({ recurringEventId: id, originalStartTime: { date: '2020-01-06' } })
    expect(await starts()).toEqual(['2020-01-08', '2020-01-15'])
  })

  test('R09: a renamed series gives the same instances under the new name', async () => {
    mondays()
    const items = await changes(() => google.edit(ann, id, { summary: 'renamed' }))
    expect(idsOf(items)).toEqual([`${id}_20200106`, `${id}_20200113`, `${id}_20200120`])
    expect(items.map(({ summary }) => summary)).toEqual(['renamed', 'renamed', 'renamed'])
  })

  test('R10: a moved instance takes the new name and keeps its date', async () => {
    mondays()
    google.edit(ann, `${id}_20200113`, { start: { date: '2020-01-18' }, end: { date: '2020-01-19' } })
    google.edit(ann, id, { summary: 'renamed' })
    expect((await list())[1]).toMatchObject({ summary: 'renamed', start: { date: '2020-01-18' } })
  })

  test('R11: a deleted series cancels each instance', async () => {
    mondays()
    const items = await changes(() => google.remove(ann, id))
    expect(items.map((item) => [item.id, item.status])).toEqual([
      [`${id}_20200106`, 'cancelled'],
      [`${id}_20200113`, 'cancelled'],
      [`${id}_20200120`, 'cancelled'],
    ])
    expect(await list()).toEqual([])
  })

  test('R12: wall time is kept over a change of clocks', async () => {
    addSeries(
      {
        start: { dateTime: '2020-03-31T09:00:00', timeZone: 'Pacific/Auckland' },
        end: { dateTime: '2020-03-31T10:00:00', timeZone: 'Pacific/Auckland' },
      },
      'RRULE:FREQ=WEEKLY;COUNT=2',
    )
    const { items } = await listAll(call, ann, { ...full, timeZone: 'Pacific/Auckland' })
    expect(items.map(({ start }) => start)).toEqual([
      { dateTime: '2020-03-31T09:00:00+13:00', timeZone: 'Pacific/Auckland' },
      { dateTime: '2020-04-07T09:00:00+12:00', timeZone: 'Pacific/Auckland' },
    ])
  })

  test('R14: a recurrence of RDATE alone has its start and its dates', async () => {
    addSeries({ start: { date: '2020-02-11' }, end: { date: '2020-02-12' } }, 'RDATE;VALUE=DATE:20200213')
    expect(await starts()).toEqual(['2020-02-11', '2020-02-13'])
  })

  test('R16: a single event that becomes a series is replaced by its instances', async () => {
    google.insert(ann, { id, summary: 'one', start: { date: '2020-01-06' }, end: { date: '2020-01-07' } })
    const items = await changes(() => google.edit(ann, id, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] }))
    expect(new Map(items.map((item) => [item.id, item.status]))).toEqual(
      new Map([
        [id, 'cancelled'],
        [`${id}_20200106`, 'confirmed'],
        [`${id}_20200113`, 'confirmed'],
        [`${id}_20200120`, 'confirmed'],
      ]),
    )
    expect((await call('GET', `/calendars/primary/events/${id}`)).body.recurrence).toEqual([
      'RRULE:FREQ=WEEKLY;COUNT=3',
    ])
  })

  test('R24: an instance edited just before its series was deleted comes once, as cancelled', async () => {
    mondays()
    const items = await changes(() => {
      google.edit(ann, `${id}_20200113`, { summary: 'edited' })
      google.remove(ann, id)
    })
    expect(items.filter((item) => item.id === `${id}_20200113`)).toMatchObject([{ status: 'cancelled' }])
    expect(items.every(({ status }) => status === 'cancelled')).toBe(true)
  })

  test('EXDATE in the series zone and in UTC takes instances out', async () => {
    google.insert(ann, {
      start: { dateTime: '2020-03-26T09:00:00', timeZone: 'Europe/Brussels' },
      end: { dateTime: '2020-03-26T10:00:00', timeZone: 'Europe/Brussels' },
      recurrence: [
        'RRULE:FREQ=DAILY;COUNT=5',
        'EXDATE;TZID=Europe/Brussels:20200327T090000',
        'EXDATE:20200330T070000Z',
      ],
    })
    expect((await list()).map(({ start }) => (start as { dateTime: string }).dateTime)).toEqual([
      '2020-03-26T09:00:00+01:00',
      '2020-03-28T09:00:00+01:00',
      '2020-03-29T09:00:00+02:00',
    ])
  })
})

test('without singleEvents a list holds the series and its exceptions', async () => {
  mondays()
  google.edit(ann, `${id}_20200113`, { summary: 'edited' })
  google.remove(ann, `${id}_20200120`)
  const { items } = await listAll(call, ann)
  expect(items.map((item) => [item.id, item.status])).toEqual([
    [id, 'confirmed'],
    [`${id}_20200113`, 'confirmed'],
    [`${id}_20200120`, 'cancelled'],
  ])
})
