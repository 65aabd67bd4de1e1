import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CalendarPort, CrmPort } from '../../lib/sync/ports.ts'
import type { SyncPorts } from '../../lib/sync/sync-ports.ts'
import { ann, type Device, type Office, openOffice, tomorrow } from './office.ts'

/** Two devices that see the world at different moments: the histories that break naive designs. */
let office: Office
let a: Device
let b: Device
let id: string
beforeEach(async () => {
  office = await openOffice()
  a = office.openDevice()
  b = office.openDevice()
  id = await office.addAppointment('X', tomorrow(9), tomorrow(10))
  await a.firstSync()
  await b.sync()
})
afterEach(() => office.close())

const event = () => office.events()[0]?.id ?? ''
const setCrm = (title: string) => office.db.sql('update public.appointments set title = $2 where id = $1', [id, title])
const setGoogle = (summary: string) => office.google.edit(ann, event(), { summary })
const inCrm = async () => (await office.appointments()).map(({ title }) => title)
const atGoogle = () => office.events().map(({ summary }) => summary)

/** Lets something happen before the n-th call of one kind. */
const beforeCall = (crm: CrmPort, call: keyof CrmPort, happens: () => Promise<unknown>): CrmPort => {
  let isDone = false
  const once = async () => {
    if (isDone) return
    isDone = true
    await happens()
  }
  return {
    pull: async (request) => (call === 'pull' && (await once()), crm.pull(request)),
    begin: async (request) => (call === 'begin' && (await once()), crm.begin(request)),
    commit: async (request) => (call === 'commit' && (await once()), crm.commit(request)),
  }
}

/** A calendar port whose pull answers nothing new: the feed is late for this device only. */
const lateFeed =
  (ports: SyncPorts): SyncPorts['openCalendar'] =>
  (account, calendar) => {
    const port: CalendarPort = ports.openCalendar(account, calendar)
    return {
      ...port,
      pull: async function* (cursor) {
        yield { events: [], cursor }
      },
    }
  }

const rounds = async () => {
  for (const device of [a, b, a, b]) await device.sync()
}

test('(a) exported, and a person sets the calendar back: a device with an older mirror does not write it again', async () => {
  await setCrm('Y')
  await a.sync()
  expect(atGoogle()).toEqual(['Y'])
  setGoogle('X')
  await b.sync({ openCalendar: lateFeed(b.ports) })
  expect(atGoogle()).toEqual(['X'])
  await rounds()
  expect([await inCrm(), atGoogle()]).toEqual([['X'], ['X']])
})

test('(a) the same where nobody but the older device syncs', async () => {
  await setCrm('Y')
  await a.sync()
  setGoogle('X')
  await b.sync()
  expect([await inCrm(), atGoogle()]).toEqual([['X'], ['X']])
})

test('(b) calendar pulled before the other’s write, mappings after it: the old value does not come over the new one', async () => {
  await setCrm('Y')
  const late = { ...a.ports, openCalendar: lateFeed(a.ports) }
  await b.sync()
  await a.sync(late)
  expect([await inCrm(), atGoogle()]).toEqual([['Y'], ['Y']])
  await rounds()
  expect([await inCrm(), atGoogle()]).toEqual([['Y'], ['Y']])
})

test('(b) the same with a lagging feed of the provider', async () => {
  await setCrm('Y')
  await b.sync()
  office.google.misbehave.lag(3600)
  await a.sync()
  await a.sync()
  expect([await inCrm(), atGoogle()]).toEqual([['Y'], ['Y']])
  office.google.misbehave.clear()
  await rounds()
  expect([await inCrm(), atGoogle()]).toEqual([['Y'], ['Y']])
})

test('(c) planned for the CRM, slept, done by the other, set back by a person: the sleeper changes nothing', async () => {
  setGoogle('Y')
  const slept = beforeCall(a.ports.crm, 'commit', async () => {
    await b.sync()
    expect(await inCrm()).toEqual(['Y'])
    await setCrm('X')
  })
  await a.sync({ crm: slept })
  await rounds()
  expect([await inCrm(), atGoogle()]).toEqual([['X'], ['X']])
})

test('X05: a lease lost between begin and commit: the other heals it, nothing is lost or doubled', async () => {
  await office.addAppointment('New', tomorrow(11), tomorrow(12))
  await setCrm('Y')
  const slept = beforeCall(a.ports.crm, 'commit', async () => {
    await office.db.sql(`update calendar_sync.leases set expires_at = now() - interval '1 second'`)
    await b.sync()
    setGoogle('Z')
  })
  await a.sync({ crm: slept })
  await rounds()
  expect([(await inCrm()).toSorted(), atGoogle().toSorted()]).toEqual([
    ['New', 'Z'],
    ['New', 'Z'],
  ])
})

test('X05: while another device holds the lease nothing is written, and the run says until when', async () => {
  await setCrm('Y')
  await office.db.sql(`update calendar_sync.leases set device = 'other', expires_at = now() + interval '1 minute'`)
  const report = await a.sync()
  expect(report).toMatchObject({ status: 'partial' })
  expect(report.heldUntil).not.toBeNull()
  expect(atGoogle()).toEqual(['X'])
})

test('edited between pull and begin, and between begin and commit: the last word of the person stands', async () => {
  await setCrm('Y')
  await a.sync({ crm: beforeCall(a.ports.crm, 'begin', () => setCrm('Y2')) })
  expect(atGoogle()).toEqual(['Y2'])
  await setCrm('Y3')
  await a.sync({ crm: beforeCall(a.ports.crm, 'commit', () => setCrm('Y4')) })
  await rounds()
  expect([await inCrm(), atGoogle()]).toEqual([['Y4'], ['Y4']])
})

test('W10 W11: an event that changes before every write is left alone until it rests', async () => {
  await setCrm('Y')
  let n = 0
  const storm: SyncPorts['openCalendar'] = (account, calendar) => {
    const port = a.ports.openCalendar(account, calendar)
    return {
      ...port,
      write: (writes) => {
        n += 1
        office.google.edit(ann, event(), { location: `Room ${n}` })
        return port.write(writes)
      },
    }
  }
  const report = await a.sync({ openCalendar: storm })
  expect(report.isUnfinished).toBe(true)
  expect(n).toBeLessThan(6)
  await rounds()
  expect(await office.appointments()).toMatchObject([{ title: 'Y', location: `Room ${n}` }])
  expect(office.events()).toMatchObject([{ summary: 'Y', location: `Room ${n}` }])
})

test('an appointment re-created after its event was deleted: a device that still sees the old event does not import it', async () => {
  const old = event()
  office.google.remove(ann, old)
  await setCrm('Still on')
  await a.sync()
  await a.sync()
  await b.sync({ openCalendar: lateFeed(b.ports) })
  expect(await inCrm()).toEqual(['Still on'])
  await rounds()
  expect([await inCrm(), atGoogle()]).toEqual([['Still on'], ['Still on']])
})

test('an appointment leaves the user and comes back while the feed lags: it stays', async () => {
  const ben = await office.db.addUser('ben@example.com', { organization: office.acme })
  const own = (owner: string) =>
    office.db.sql('update public.appointments set owner_id = $2 where id = $1', [id, owner])
  await own(ben)
  await a.sync()
  expect(atGoogle()).toEqual([])
  await own(office.ann)
  await b.sync({ openCalendar: lateFeed(b.ports) })
  await rounds()
  expect([await inCrm(), atGoogle()]).toEqual([['X'], ['X']])
})
