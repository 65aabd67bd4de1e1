import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CrmPort } from '../../lib/sync/ports.ts'
import { Death } from './mortal.ts'
import { ann, type Device, type Office, openOffice, tomorrow } from './office.ts'

/** Law 9: the line in calendar_sync_log says what the report says, and a run that died never reads as a success. */
let office: Office
let device: Device
beforeEach(async () => {
  office = await openOffice()
  device = office.openDevice()
})
afterEach(() => office.close())

const insert = (summary: string, hour: number) =>
  office.google.insert(ann, { summary, start: { dateTime: tomorrow(hour) }, end: { dateTime: tomorrow(hour + 1) } })
    .id ?? ''

async function line(runId: string) {
  const [row] = await office.db.sql(
    `select status, error_codes as "errorCodes", json_build_object('imported', imported, 'exported', exported, 'updated', updated,
       'deleted', deleted, 'linked', linked, 'conflicts', conflicts, 'held', held, 'failed', failed) as counts
     from public.calendar_sync_log where id = $1`,
    [runId],
  )
  return row
}

async function expectTold(report: Awaited<ReturnType<Device['sync']>>): Promise<void> {
  const { status, counts, errorCodes } = report
  expect(await line(report.runId)).toEqual({ status, counts, errorCodes: expect.arrayContaining([...errorCodes]) })
}

test('a clean run', async () => {
  await office.addAppointment('Visit', tomorrow(9), tomorrow(10))
  insert('Roof', 12)
  const report = await device.firstSync()
  expect(report).toMatchObject({ status: 'success', counts: { imported: 1, exported: 1 } })
  await expectTold(report)
})

test('conflicts and held deletions are counted', async () => {
  const ids = Array.from({ length: 8 }, (_, n) => insert(`Event ${n}`, n))
  await device.firstSync()
  for (const id of ids.slice(0, 5)) office.google.remove(ann, id)
  office.google.edit(ann, ids[7] ?? '', { summary: 'Google', location: 'Attic' })
  await office.db.sql(`update public.appointments set title = 'CRM' where title = 'Event 7'`)
  const report = await device.sync()
  expect(report).toMatchObject({ status: 'held', counts: { conflicts: 1, held: 5, updated: 1 } })
  await expectTold(report)
})

test('a calendar that could not be read is told beside what was done in the other', async () => {
  const side = await office.addCalendar('Side projects')
  await device.firstSync()
  insert('Roof', 12)
  const report = await device.sync({
    openCalendar: (account, calendar) => {
      const port = device.ports.openCalendar(account, calendar)
      if (calendar.id !== side.id) return port
      return {
        ...port,
        pull: (...args) => {
          office.google.misbehave.fail({ times: 1, on: ['events.list'] })
          return port.pull(...args)
        },
      }
    },
  })
  expect(report).toMatchObject({ status: 'partial', counts: { imported: 1 }, errorCodes: ['unavailable'] })
  await expectTold(report)
})

test('E07: all writes refused for the time being: failed, with the reason', async () => {
  await device.firstSync()
  await office.addAppointment('Visit', tomorrow(9), tomorrow(10))
  office.google.misbehave.throttle({ times: 1, kind: 'quotaExceeded', on: ['events.insert'] })
  const report = await device.sync()
  expect(report).toMatchObject({ status: 'failed', errorCodes: ['quota-exhausted'] })
  await expectTold(report)
  await device.store.setMarks({ isSettled: false })
  const requests = office.google.counters.requests
  expect(await device.sync()).toMatchObject({ errorCodes: ['quota-exhausted'] })
  expect(office.google.counters.requests).toBe(requests)
})

test('a refused item of an earlier round is still told at the end', async () => {
  await device.firstSync()
  insert('forbidden word', 12)
  const id = await office.addAppointment('Visit', tomorrow(9), tomorrow(10))
  const { crm } = device.ports
  let isFirst = true
  const moves: CrmPort = {
    ...crm,
    begin: async (request) => {
      if (isFirst) await office.db.sql(`update public.appointments set title = 'Visit 2' where id = $1`, [id])
      isFirst = false
      return crm.begin(request)
    },
  }
  const report = await device.sync({ crm: moves })
  expect(report).toMatchObject({ status: 'partial', counts: { failed: 1, exported: 1 }, errorCodes: ['rejected'] })
  await expectTold(report)
})

test('X04: a run that dies in its second round does not read as a success', async () => {
  await office.addAppointment('Visit', tomorrow(9), tomorrow(10))
  await device.firstSync()
  const event = office.events()[0]?.id ?? ''
  office.google.edit(ann, event, { summary: 'Still on' })
  await office.db.sql('delete from public.appointments')
  let runId = ''
  let pulls = 0
  const { crm } = device.ports
  const dies: CrmPort = {
    ...crm,
    pull: (request) => {
      pulls += 1
      return crm.pull(request)
    },
    commit: async (request) => {
      runId = request.runId
      if (pulls < 2) return crm.commit(request)
      await crm.begin({ ...request, operations: [] })
      throw new Death('the worker is gone')
    },
  }
  await expect(device.sync({ crm: dies })).rejects.toThrow(Death)
  expect(pulls).toBe(2)
  expect(await line(runId)).not.toMatchObject({ status: 'success' })
  await device.sync()
  expect(await line(runId)).toMatchObject({ status: 'failed' })
})

test('a small budget: the run stops, says so, and the next ones go on to the end', async () => {
  await device.firstSync()
  for (let n = 0; n < 130; n += 1)
    await office.addAppointment(`Visit ${n}`, tomorrow(n % 20, 1 + (n % 7)), tomorrow((n % 20) + 1, 1 + (n % 7)))
  let ms = 0
  const slow = { monotonicMs: () => (ms += 8000) }
  const first = await device.sync(slow)
  expect(first).toMatchObject({ status: 'partial', isUnfinished: true })
  await expectTold(first)
  for (let n = 0; n < 12 && (await device.sync(slow)).isUnfinished; n += 1);
  expect(office.events()).toHaveLength(130)
  expect(await device.sync()).toMatchObject({ status: 'success', isUnfinished: false })
  expect(await office.appointments()).toHaveLength(130)
})
