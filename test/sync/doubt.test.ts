import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MirroredEvent } from '../../lib/model/event.ts'
import { type EventKey, eventKey } from '../../lib/model/ids.ts'
import { toInstant } from '../../lib/model/time.ts'
import { planSync } from '../../lib/sync/plan.ts'
import type { CrmPort } from '../../lib/sync/ports.ts'
import { appointment, calendarId, content, mapping, stateOf } from './build.ts'
import { ann, type Device, type Office, openOffice, tomorrow } from './office.ts'

/** Events that have to be read one by one, and operations that are refused again and again: bounded, and never a loss. */
let office: Office
let device: Device
beforeEach(async () => {
  office = await openOffice()
  device = office.openDevice()
})
afterEach(() => office.close())

const insert = (summary: string, n: number) =>
  office.google.insert(ann, {
    summary,
    start: { dateTime: tomorrow(n % 20, 1 + Math.floor(n / 20)) },
    end: { dateTime: tomorrow((n % 20) + 1, 1 + Math.floor(n / 20)) },
  }).id ?? ''

test('D02: absent events that were not read yet count as deletions for the guard', () => {
  const ids = Array.from({ length: 30 }, (_, n) => n)
  const looked = new Map<EventKey, MirroredEvent | null>(
    ids.slice(0, 4).map((n) => [eventKey(calendarId, `event-${n}` as never), null]),
  )
  const linked = (count: number) =>
    planSync(
      stateOf({
        appointments: ids.slice(0, count).map((n) => appointment(content(), { id: `appointment-${n}` as never })),
        mappings: ids.map((n) =>
          mapping({
            id: `mapping-${n}` as never,
            appointmentId: `appointment-${n}` as never,
            eventId: `event-${n}` as never,
            identity: `uid-${n}`,
            knownEventIds: [`event-${n}` as never],
          }),
        ),
        looked,
      }),
    )
  expect(linked(5)).toMatchObject({ looks: [{ eventId: 'event-4' }], waiting: [] })
  expect(linked(5).operations).toHaveLength(4)
  const many = linked(30)
  expect(many.operations).toEqual([])
  expect(many.waiting).toMatchObject([{ kind: 'held', side: 'crm' }])
})

test('D02 E01: hundreds gone behind an expired cursor: read in bounded steps, held, nothing deleted', {
  timeout: 60_000,
}, async () => {
  const ids = Array.from({ length: 320 }, (_, n) => insert(`Event ${n}`, n))
  await device.firstSync()
  await device.sync()
  for (const id of ids.slice(0, 300)) office.google.remove(ann, id)
  office.google.expireSyncTokens()
  let inFlight = 0
  let most = 0
  let reads = 0
  const counting: typeof device.ports.openCalendar = (account, calendar) => {
    const port = device.ports.openCalendar(account, calendar)
    return {
      ...port,
      get: async (id) => {
        reads += 1
        inFlight += 1
        most = Math.max(most, inFlight)
        try {
          return await port.get(id)
        } finally {
          inFlight -= 1
        }
      },
    }
  }
  const first = await device.sync({ openCalendar: counting })
  expect(first).toMatchObject({ counts: { deleted: 0 }, isUnfinished: true })
  expect(reads).toBeLessThanOrEqual(200)
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(8)
  const second = await device.sync({ openCalendar: counting })
  expect(second).toMatchObject({ status: 'held', counts: { deleted: 0, held: 300 }, isUnfinished: false })
  expect(reads).toBe(300)
  expect(await office.appointments()).toHaveLength(320)
})

test('what is refused in every round is set aside: the run ends, and the next one writes nothing', async () => {
  await device.firstSync()
  await office.addAppointment('Visit', tomorrow(9), tomorrow(10))
  const { crm } = device.ports
  let begins = 0
  const refuses: CrmPort = {
    ...crm,
    begin: async (request) => {
      begins += 1
      const answer = await crm.begin({ ...request, operations: [] })
      if (answer.kind !== 'granted') return answer
      return { ...answer, results: request.operations.map(() => ({ ok: false, code: 'expected-changed' as const })) }
    },
  }
  const report = await device.sync({ crm: refuses })
  expect(report).toMatchObject({ status: 'partial', isUnfinished: false, errorCodes: ['rejected'] })
  begins = 0
  await device.sync({ crm: refuses })
  expect(begins).toBe(0)
  await office.db.sql(`update public.appointments set title = 'Visit 2'`)
  await device.sync()
  expect(office.events()).toMatchObject([{ summary: 'Visit 2' }])
})

test('S14: what was forbidden is tried again the next day, not before', async () => {
  await device.firstSync()
  await office.addAppointment('Visit', tomorrow(9, 3), tomorrow(10, 3))
  office.google.misbehave.fail({ times: 1, status: 403, on: ['events.insert'] })
  expect(await device.sync()).toMatchObject({ errorCodes: ['forbidden'] })
  await device.sync()
  await device.sync()
  expect(office.events()).toEqual([])
  await device.sync({ now: () => toInstant(Date.now() + 86_400_000) })
  expect(office.events()).toMatchObject([{ summary: 'Visit' }])
})

test('S15: a creation that the calendar refuses is tried again when the appointment changed, not before', async () => {
  await device.firstSync()
  await office.addAppointment('Visit', tomorrow(9), tomorrow(10))
  office.google.misbehave.fail({ times: 1, status: 400, on: ['events.insert'] })
  expect(await device.sync()).toMatchObject({ status: 'partial', counts: { failed: 1 }, errorCodes: ['rejected'] })
  await device.sync()
  await device.sync()
  expect(office.events()).toEqual([])
  await office.db.sql(`update public.appointments set title = 'Visit 2'`)
  await device.sync()
  await device.sync()
  expect(office.events()).toMatchObject([{ summary: 'Visit 2' }])
  expect(await office.appointments()).toHaveLength(1)
})
