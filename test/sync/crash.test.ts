import { expect, test } from 'vitest'
import { Death, mortal } from './mortal.ts'
import { ann, type Device, type Office, openOffice, tomorrow } from './office.ts'

/** Ten linked meetings, and then something of everything at once. */
async function busyOffice(): Promise<{ office: Office; device: Device }> {
  const office = await openOffice()
  const device = office.openDevice()
  for (let n = 0; n < 5; n += 1) await office.addAppointment(`CRM ${n}`, tomorrow(n), tomorrow(n + 1))
  for (let n = 0; n < 5; n += 1) insert(office, `Google ${n}`, n + 6)
  await device.firstSync()
  await device.sync()
  const idOf = (title: string) => office.events().find(({ summary }) => summary === title)?.id ?? ''
  await office.db.sql(`update public.appointments set location = 'Kitchen' where title = 'CRM 0'`)
  office.google.edit(ann, idOf('Google 0'), { location: 'Cellar' })
  office.google.edit(ann, idOf('CRM 1'), { location: 'Roof' })
  await office.db.sql(`update public.appointments set description = 'Bring plans' where title = 'CRM 1'`)
  await office.db.sql(`delete from public.appointments where title = 'CRM 2'`)
  office.google.remove(ann, idOf('Google 2'))
  await office.addAppointment('New in CRM', tomorrow(13), tomorrow(14))
  insert(office, 'New in Google', 15)
  return { office, device }
}

const insert = (office: Office, summary: string, hour: number) =>
  office.google.insert(ann, { summary, start: { dateTime: tomorrow(hour) }, end: { dateTime: tomorrow(hour + 1) } })

/** What both sides must hold in the end, whatever died in between. */
const expected = [
  ['CRM 0', 'Kitchen'],
  ['CRM 1', 'Roof'],
  ['CRM 3', ''],
  ['CRM 4', ''],
  ['Google 0', 'Cellar'],
  ['Google 1', ''],
  ['Google 3', ''],
  ['Google 4', ''],
  ['New in CRM', ''],
  ['New in Google', ''],
]

const sorted = (rows: string[][]) => rows.toSorted(([a = ''], [b = '']) => a.localeCompare(b))

async function sidesOf(office: Office) {
  const crm = (await office.appointments()).map(({ title, location }) => [title, location ?? ''])
  const google = office.events().map(({ summary, location }) => [summary, location])
  return { crm: sorted(crm), google: sorted(google) }
}

/**
 * Law 6: the worker may die before or after anything it says to either side. Every such moment of one busy sync is
 * tried; afterwards a new worker, with the same store or with none, must heal it without a loss or a double.
 */
async function dieAndHeal(at: number, isAfter: boolean, isNewDevice: boolean): Promise<number> {
  const { office, device } = await busyOffice()
  try {
    const { ports, calls } = mortal(device.ports, at, isAfter)
    const died = await device.sync(ports).then(
      () => false,
      (error: unknown) => {
        if (!(error instanceof Death)) throw error
        return true
      },
    )
    if (!died) return calls()
    // A dead worker's lease runs out; another device need not wait for it in this test.
    await office.db.sql(`update calendar_sync.leases set expires_at = now() - interval '1 second'`)
    const healer = isNewDevice ? office.openDevice() : device
    await healer.sync()
    await healer.sync()
    const where = `died ${isAfter ? 'after' : 'before'} call ${at}, healed by ${isNewDevice ? 'another device' : 'itself'}`
    expect({ where, ...(await sidesOf(office)) }).toEqual({ where, crm: expected, google: expected })
    expect(office.google.mails).toEqual([])
    const quiet = office.google.counters.writes
    await healer.sync()
    expect({ where, writes: office.google.counters.writes }).toEqual({ where, writes: quiet })
    return -1
  } finally {
    await office.close()
  }
}

test.each([
  ['before', 'itself'],
  ['after', 'itself'],
  ['before', 'another device'],
  ['after', 'another device'],
])('E18: dying %s any call heals, by %s', { timeout: 240_000 }, async (moment, healer) => {
  let moments = 0
  for (let at = 0; (await dieAndHeal(at, moment === 'after', healer !== 'itself')) < 0; at += 1) moments += 1
  expect(moments).toBeGreaterThanOrEqual(7)
})
