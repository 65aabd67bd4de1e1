import { afterEach, beforeEach, expect, test } from 'vitest'
import { operationKey } from '../../lib/sync/operation.ts'
import { mortal } from './mortal.ts'
import { ann, type Device, type Office, openOffice, tomorrow } from './office.ts'

/** Nothing is written without a yes; a yes once given survives whatever happens. */
let office: Office
let device: Device
beforeEach(async () => {
  office = await openOffice()
  device = office.openDevice()
})
afterEach(() => office.close())

const insert = (summary: string, hour: number) =>
  office.google.insert(ann, { summary, start: { dateTime: tomorrow(hour) }, end: { dateTime: tomorrow(hour + 1) } })
const titles = async () => (await office.appointments()).map(({ title }) => title).toSorted()
const summaries = () =>
  office
    .events()
    .map(({ summary }) => summary)
    .toSorted()
const isConsented = async () => {
  const [row] = await office.db.sql<{ is: boolean }>(
    'select consented_at is not null as is from public.calendar_account_calendars',
  )
  return row?.is
}

/** The preview's keys; `agree` says yes to some of them without syncing. */
const preview = async () => ((await device.sync()).plan?.first?.planned ?? []).map(operationKey)
const agree = (operations: readonly string[]) =>
  device.store.setMarks({ consent: { calendars: [office.calendarId], operations, pairs: [] }, isSettled: false })

test('a yes narrower than the plan does only that, and goes on asking for the rest', async () => {
  await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  insert('Roof', 12)
  const keys = await preview()
  await agree(keys.filter((key) => key.startsWith('import')))
  const report = await device.sync()
  expect([await titles(), summaries()]).toEqual([['Roof', 'Site visit'], ['Roof']])
  expect(report.plan?.first?.planned).toMatchObject([{ kind: 'create-event' }])
  expect((await device.sync()).plan?.first?.planned).toMatchObject([{ kind: 'create-event' }])
  expect(await isConsented()).toBe(false)
})

test('changed between preview and Start asks again with the new values', async () => {
  const id = await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  insert('Roof', 12)
  const keys = await preview()
  await office.db.sql(`update public.appointments set title = 'Secret' where id = $1`, [id])
  await agree(keys)
  await device.sync()
  expect(summaries()).toEqual(['Roof'])
  expect(await titles()).toEqual(['Roof', 'Secret'])
  expect(await isConsented()).toBe(false)
})

test('a pair agreed to be linked, changed between pull and commit, is not doubled without being asked', async () => {
  const id = await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  insert('site  visit', 9)
  await agree(await preview())
  const { crm } = device.ports
  await device.sync({
    crm: {
      ...crm,
      commit: async (request) => {
        if (request.operations.some(({ op }) => op === 'link'))
          await office.db.sql(`update public.appointments set title = 'Other' where id = $1`, [id])
        return crm.commit(request)
      },
    },
  })
  await device.sync()
  expect([await titles(), summaries()]).toEqual([['Other'], ['site  visit']])
})

test('Start pressed twice does everything once', async () => {
  await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  insert('Roof', 12)
  const keys = await preview()
  await agree(keys)
  await device.sync()
  await agree(keys)
  await device.sync()
  await device.sync()
  expect([await titles(), summaries()]).toEqual([
    ['Roof', 'Site visit'],
    ['Roof', 'Site visit'],
  ])
  expect((await device.store.marks()).consent).toBeNull()
})

test('Start while the calendar cannot be reached: the yes is kept until it can', async () => {
  await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  await agree(await preview())
  office.google.misbehave.fail({ times: 1, on: ['events.list'] })
  expect(await device.sync()).toMatchObject({ errorCodes: ['unavailable'] })
  expect(summaries()).toEqual([])
  expect(await device.sync()).toMatchObject({ status: 'success' })
  expect(summaries()).toEqual(['Site visit'])
  expect(await isConsented()).toBe(true)
})

test('E04: Start while Google asks for a pause: the yes is kept', async () => {
  await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  await agree(await preview())
  office.google.misbehave.throttle({ times: 1, kind: '429', retryAfterSeconds: 60 })
  await device.sync()
  await device.sync()
  await device.store.setMarks({ pauses: {} })
  await device.sync()
  expect(summaries()).toEqual(['Site visit'])
})

test.each([false, true])(
  'E18: killed in the middle of the first sync, after the call: %s',
  {
    timeout: 120_000,
  },
  async (isAfter) => {
    for (let at = 0; ; at += 1) {
      await office.close()
      office = await openOffice()
      device = office.openDevice()
      for (let n = 0; n < 3; n += 1) await office.addAppointment(`CRM ${n}`, tomorrow(n), tomorrow(n + 1))
      insert('Roof', 12)
      await agree(await preview())
      await office.addAppointment('Not agreed', tomorrow(20), tomorrow(21))
      const died = await device.sync(mortal(device.ports, at, isAfter).ports).then(
        () => false,
        () => true,
      )
      if (!died) break
      await office.db.sql(`update calendar_sync.leases set expires_at = now() - interval '1 second'`)
      await device.sync()
      const report = await device.sync()
      const agreed = ['CRM 0', 'CRM 1', 'CRM 2', 'Roof']
      expect({ at, events: summaries() }).toEqual({ at, events: agreed })
      expect({ at, rows: await titles() }).toEqual({ at, rows: [...agreed, 'Not agreed'].toSorted() })
      expect(report.plan?.first?.planned).toMatchObject([
        { kind: 'create-event', appointment: { row: { title: 'Not agreed' } } },
      ])
    }
  },
)

test('what was agreed to stays in sync while something new still asks', async () => {
  const id = await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  await agree(await preview())
  await office.addAppointment('Not agreed', tomorrow(20), tomorrow(21))
  await device.sync()
  await office.db.sql(`update public.appointments set title = 'Site visit 2' where id = $1`, [id])
  await device.sync()
  expect(summaries()).toEqual(['Site visit 2'])
})

test('S15: an item that the calendar refuses does not keep the first sync from ending', async () => {
  await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  insert('forbidden word', 12)
  await agree(await preview())
  expect(await device.sync()).toMatchObject({ status: 'partial', counts: { exported: 1, failed: 1 } })
  await device.sync()
  expect(await isConsented()).toBe(true)
  expect(await device.sync()).toMatchObject({ counts: { failed: 0 } })
})

test('S15: set aside until it changes: not tried before, tried then', async () => {
  const event = insert('forbidden word', 12)
  await device.firstSync()
  const { crm } = device.ports
  let commits = 0
  const counted = { ...crm, commit: (request: Parameters<typeof crm.commit>[0]) => (commits++, crm.commit(request)) }
  await office.addAppointment('Wakes the plan', tomorrow(9), tomorrow(10))
  await device.sync()
  await device.sync()
  await device.sync({ crm: counted })
  expect(commits).toBe(0)
  office.google.edit(ann, event.id ?? '', { summary: 'Allowed' })
  await device.sync()
  expect(await titles()).toEqual(['Allowed', 'Wakes the plan'])
})
