import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openGoogle } from '../../lib/calendars/google/calendars.ts'
import type { OrganizationId } from '../../lib/model/ids.ts'
import { toInstant } from '../../lib/model/time.ts'
import { crmClientOf } from '../support/database.ts'
import { type Case, openCase, times } from './cases-office.ts'
import { ann, tomorrow } from './office.ts'

/** The provider refuses, delays, answers half: nothing is lost, nothing loops, nothing is taken for a deletion. */
let office: Case
beforeEach(async () => {
  office = await openCase()
})
afterEach(() => office.close())

const addEvents = (count: number) => {
  for (let n = 0; n < count; n += 1) office.insert({ summary: `Event ${n}`, ...times(tomorrow(n), tomorrow(n + 1)) })
}
const requests = () => office.google.counters.byOperation
const minutesFromNow = (minutes: number) => ({ now: () => toInstant(Date.now() + minutes * 60_000) })

describe('D04: a pull that breaks on its second page', () => {
  test.each([
    ['a server error', () => office.google.misbehave.fail({ status: 500, times: 1 }), 'unavailable'],
    ['a refusal', () => office.google.misbehave.throttle({ kind: 'quotaExceeded', times: 1 }), 'quota-exhausted'],
    ['a page of the network', () => office.google.misbehave.garbage({ form: 'html', times: 1 }), 'unavailable'],
    ['half an answer', () => office.google.misbehave.garbage({ form: 'cut-json', times: 1 }), 'unavailable'],
    ['no network', () => office.google.misbehave.offline(true), 'unavailable'],
  ])('by %s deletes nothing and keeps its cursor', async (_, breakIt, code) => {
    const { google, device } = office
    addEvents(9)
    await office.sync()
    const { calendars: cursors } = await device.store.marks()
    google.expireSyncTokens()
    google.misbehave.pageLimit(3)
    google.remove(ann, google.events(ann)[0]?.id ?? '')
    const openCalendar: typeof device.ports.openCalendar = (account, calendar) => {
      const port = device.ports.openCalendar(account, calendar)
      return {
        ...port,
        async *pull(cursor, window) {
          for await (const page of port.pull(cursor, window)) {
            yield page
            breakIt()
          }
        },
      }
    }
    expect(await office.sync({ openCalendar })).toMatchObject({ status: 'failed', errorCodes: [code] })
    expect(await office.rows()).toHaveLength(9)
    expect((await device.store.marks()).calendars).toEqual(cursors)
    google.misbehave.clear()
    await device.store.setMarks({ pauses: {} })
    expect(await office.sync()).toMatchObject({ status: 'success', counts: { deleted: 1, imported: 0 } })
    expect(await office.rows()).toHaveLength(8)
  })
})

test('E01: an expired cursor costs exactly one full pull, and no write', async () => {
  addEvents(3)
  await office.sync()
  await office.sync()
  office.google.expireSyncTokens()
  office.google.resetCounters()
  expect(await office.sync()).toMatchObject({ status: 'success', counts: { imported: 0, updated: 0, deleted: 0 } })
  expect(requests()).toEqual({ 'events.list': 2 })
  expect(office.google.counters.byStatus).toEqual({ 200: 1, 410: 1 })
  expect(office.writes).toEqual([])
})

test('E02: expired twice stops with an error after the second; the next run heals it', async () => {
  addEvents(3)
  await office.sync()
  office.google.misbehave.fail({ status: 410, times: 2, on: ['events.list'] })
  office.google.resetCounters()
  expect(await office.sync()).toMatchObject({ status: 'failed', errorCodes: ['cursor-expired'] })
  expect(requests()).toEqual({ 'events.list': 2 })
  expect(await office.rows()).toHaveLength(3)
  expect(await office.sync()).toMatchObject({ status: 'success', errorCodes: [] })
})

describe('E04: a refusal of the kind', () => {
  test.each([
    ['rateLimitExceeded', 'rate-limited', 2],
    ['userRateLimitExceeded', 'rate-limited', 2],
    ['429', 'rate-limited', 2],
    ['quotaExceeded', 'quota-exhausted', 7 * 60],
  ] as const)('%s is not repeated at once, and not before its time', async (kind, code, minutes) => {
    await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
    office.google.misbehave.throttle({ kind, times: 1, on: ['events.insert'] })
    office.google.resetCounters()
    expect(await office.sync()).toMatchObject({ errorCodes: [code] })
    expect(requests()['events.insert']).toBe(1)
    office.google.resetCounters()
    await office.sync(minutesFromNow(minutes / 4))
    expect(office.google.counters.requests).toBe(0)
    expect(await office.sync(minutesFromNow(minutes))).toMatchObject({ status: 'success', counts: { exported: 1 } })
  })

  test('forbidden sets the one change aside without a pause, until it is another; the rest goes on', async () => {
    office.insert({ summary: 'Review', ...times(tomorrow(9), tomorrow(10)) })
    await office.sync()
    const setTitle = (title: string) =>
      office.db.sql(`update public.appointments set title = $1 where title like 'Re%'`, [title])
    await setTitle('Refused')
    await office.addAppointment('Site visit', tomorrow(11), tomorrow(12))
    office.google.misbehave.fail({ status: 403, times: 1, on: ['events.patch'] })
    office.google.resetCounters()
    expect(await office.sync()).toMatchObject({
      status: 'partial',
      counts: { exported: 1, failed: 1 },
      errorCodes: ['forbidden'],
    })
    expect((await office.device.store.marks()).pauses).toEqual({})
    for (let n = 0; n < 2; n += 1) expect((await office.sync()).errorCodes).toEqual([])
    expect(requests()['events.patch']).toBe(1)
    await setTitle('Retried')
    expect(await office.sync()).toMatchObject({ status: 'success', counts: { updated: 1 } })
  })
})

test('E05: Retry-After is kept to the second, by a new worker too', async () => {
  await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  await office.sync()
  await office.sync()
  office.google.misbehave.throttle({ kind: '429', retryAfterSeconds: 120, times: 1 })
  await office.sync()
  office.google.resetCounters()
  for (const minutes of [0, 1, 1.9]) {
    expect(await office.sync(minutesFromNow(minutes))).toMatchObject({ errorCodes: ['rate-limited'] })
  }
  expect(office.google.counters.requests).toBe(0)
  expect(await office.sync(minutesFromNow(2.1))).toMatchObject({ status: 'success' })
  expect(office.google.counters.requests).toBe(1)
})

test('E07: throttled for ever, creations are reported and not lost, and each goes out before its later edit', async () => {
  for (let n = 0; n < 3; n += 1) await office.addAppointment(`Visit ${n}`, tomorrow(n), tomorrow(n + 1))
  office.google.misbehave.throttle({ kind: '429', times: 1000, on: ['events.insert'] })
  for (let n = 1; n <= 6; n += 1) {
    expect(await office.sync(minutesFromNow(n * 5))).toMatchObject({
      status: 'failed',
      errorCodes: ['rate-limited'],
      counts: { exported: 0 },
    })
  }
  await office.db.sql(`update public.appointments set title = 'Visit 1, edited' where title = 'Visit 1'`)
  office.google.misbehave.clear()
  const before = office.writes.length
  await office.sync(minutesFromNow(60))
  await office.sync(minutesFromNow(61))
  const sent = office.writes.slice(before)
  expect(sent.map(({ kind }) => kind)).toEqual(['create', 'create', 'create', 'update'])
  expect(sent.flatMap((write) => (write.kind === 'create' ? [write.content.title] : [])).toSorted()).toEqual([
    'Visit 0',
    'Visit 1',
    'Visit 2',
  ])
  expect(
    office
      .events()
      .map(({ summary }) => summary)
      .toSorted(),
  ).toEqual(['Visit 0', 'Visit 1, edited', 'Visit 2'])
})

test('E12: refused again with a fresh token asks for the person after one retry; another account goes on', async () => {
  await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  await office.sync()
  await office.sync()
  const ben = 'ben@example.com'
  office.google.addPerson({ email: ben, name: 'Ben', timezone: 'Europe/Berlin' })
  office.google.insert(ben, { summary: 'Of the other account', ...times(tomorrow(12), tomorrow(13)) })
  await connectSecond(ben, office.acme)
  const healthy = office.google.tokenFor(ben)
  const openCalendar: typeof office.device.ports.openCalendar = ({ email }, { externalId, timezone, isWritable }) =>
    openGoogle({
      fetch: office.google.fetch,
      apiOrigin: 'https://google.example.com',
      tokens: { accessToken: async () => (email === ben ? healthy : 'a dead token') },
    }).openCalendar({ externalId, timezone, isWritable })
  office.google.resetCounters()
  const report = await office.sync({ openCalendar })
  expect(report).toMatchObject({ errorCodes: ['auth-expired'], counts: { imported: 1, deleted: 0 } })
  expect(report.troubles.map(({ account }) => account.email)).toEqual([ann])
  expect(office.google.counters.byStatus).toEqual({ 401: 2, 200: 1 })
  expect((await office.rows()).map(({ title }) => title)).toEqual(['Site visit', 'Of the other account'])
})

async function connectSecond(email: string, organizationId: OrganizationId): Promise<void> {
  await crmClientOf(office.db, office.ann).call('calendar_connect', {
    provider: 'google',
    email,
    organizationId,
    timezone: 'Europe/Berlin',
    calendars: [{ externalId: email, name: email, timezone: 'Europe/Berlin', isPrimary: true, isWritable: true }],
  })
  await office.db.sql('update public.calendar_account_calendars set consented_at = now() where consented_at is null')
}
