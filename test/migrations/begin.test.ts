import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AppointmentId, MappingId } from '../../lib/model/ids.ts'
import type { BeginOperation, OperationResult } from '../../lib/sync/ports.ts'
import { content, type Device, importOne, newMapping, newRun, openWorld, refused, type World } from './world.ts'

let world: World
let desk: Device
beforeEach(async () => {
  world = await openWorld()
  desk = world.openDevice('desk')
  await desk.pull()
})
afterEach(() => world.close())

async function begin(...operations: BeginOperation[]): Promise<readonly OperationResult[]> {
  const answer = await desk.begin(operations)
  if (answer.kind !== 'granted') throw new Error(answer.kind)
  return answer.results
}

const create = (appointmentId: AppointmentId, id: MappingId = newMapping(), title = 'Visit'): BeginOperation => ({
  op: 'create',
  mapping: { id, accountId: world.accountId, calendarId: world.calendarId, appointmentId, content: content(title) },
  expected: world.rowOf(title),
})

const imported = () => importOne(world, desk)

const remove = (mappingId: MappingId, rev = 1): BeginOperation => ({
  op: 'delete',
  mappingId,
  rev,
  before: content('Standup'),
  unit: 'series-1',
})

describe('create', () => {
  test('writes a pending mapping with the content to be created', async () => {
    const appointmentId = await world.addAppointment(world.ann)
    const id = newMapping()
    expect(await begin(create(appointmentId, id))).toEqual([{ ok: true, rev: 1 }])
    expect((await desk.pull()).mappings).toMatchObject([
      {
        id,
        appointmentId,
        status: 'pending',
        generation: 0,
        eventId: null,
        etag: null,
        identity: null,
        origin: 'crm',
        base: content('Visit'),
      },
    ])
    expect(await world.mapping(id)).toMatchObject({ appointment_id: appointmentId, organization_id: world.acme })
  })

  test('exists: a live, pending or dismissed mapping has the appointment; a closed one does not count', async () => {
    const appointmentId = await world.addAppointment(world.ann)
    const first = newMapping()
    expect(await begin(create(appointmentId, first), create(appointmentId))).toEqual([
      { ok: true, rev: 1 },
      refused('exists'),
    ])
    expect(await begin(create(appointmentId))).toEqual([refused('exists')])
    await desk.results([{ op: 'settle', mappingId: first, rev: 1, set: { status: 'dismissed' } }], {
      status: 'running',
    })
    expect(await begin(create(appointmentId))).toEqual([refused('exists')])
    await desk.results([{ op: 'settle', mappingId: first, rev: 2, set: { status: 'closed' } }], { status: 'running' })
    expect(await begin(create(appointmentId))).toEqual([{ ok: true, rev: 1 }])
  })

  test('expected-changed: the columns differ, it is a colleague’s, or it is gone', async () => {
    const ben = await world.db.addUser('ben@example.com', { organization: world.acme })
    const [mine, theirs] = [
      await world.addAppointment(world.ann, { location: 'Elsewhere' }),
      await world.addAppointment(ben),
    ]
    const gone = crypto.randomUUID() as AppointmentId
    expect(await begin(create(mine), create(theirs), create(gone))).toEqual(Array(3).fill(refused('expected-changed')))
  })

  test("a calendar of someone else's, and an id that is none, are refused; the others go on", async () => {
    const ben = await world.db.addUser('ben@example.com', { organization: world.acme })
    const { account, calendars } = await world.connect(ben, { email: 'ben@example.com' })
    const [a, b] = [await world.addAppointment(world.ann), await world.addAppointment(world.ann)]
    const foreign = create(a)
    if (foreign.op !== 'create' || !calendars[0]) throw new Error('not reached')
    const operations: BeginOperation[] = [
      { ...foreign, mapping: { ...foreign.mapping, accountId: account.id, calendarId: calendars[0].id } },
      create('not-a-uuid' as AppointmentId),
      create(b),
    ]
    const results = await begin(...operations)
    expect(results.map(({ ok }) => ok)).toEqual([false, false, true])
    expect(results[1]).toEqual(refused('rejected'))
  })

  test('the same begin twice is refused the second time, so a lost reply doubles nothing', async () => {
    const operation = create(await world.addAppointment(world.ann))
    await begin(operation)
    expect(await begin(operation)).toEqual([refused('exists')])
    expect((await desk.pull()).mappings).toHaveLength(1)
  })
})

describe('update', () => {
  const intent = { kind: 'update', patch: { title: 'Renamed' } } as const

  test('sets the intent, raises the rev and keeps the before-image', async () => {
    const { id, row, appointmentId } = await imported()
    const runId = newRun()
    const answer = await desk.begin(
      [{ op: 'update', mappingId: id, rev: 1, expected: row, intent, before: content('Standup') }],
      runId,
    )
    expect(answer).toMatchObject({ results: [{ ok: true, rev: 2 }] })
    expect((await desk.pull()).mappings).toMatchObject([
      { id, rev: 2, intent, status: 'synced', eventId: 'event-Standup' },
    ])
    expect(await world.db.sql('select * from public.calendar_undo')).toMatchObject([
      {
        run_id: runId,
        user_id: world.ann,
        mapping_id: id,
        appointment_ref: appointmentId,
        side: 'calendar',
        kind: 'update',
        before: content('Standup'),
      },
    ])
  })

  test('rev-changed and expected-changed write nothing', async () => {
    const { id, row } = await imported()
    const operation = {
      op: 'update',
      mappingId: id,
      rev: 1,
      expected: row,
      intent,
      before: content('Standup'),
    } as const
    expect(
      await begin(
        { ...operation, rev: 7 },
        { ...operation, mappingId: newMapping() },
        { ...operation, expected: { ...row, description: null } },
        { ...operation, expected: { ...row, end: row.start } },
      ),
    ).toEqual([
      refused('rev-changed'),
      refused('rev-changed'),
      refused('expected-changed'),
      refused('expected-changed'),
    ])
    expect(await world.db.sql('select id from public.calendar_undo')).toEqual([])
    expect(await world.mapping(id)).toMatchObject({ rev: 1, intent: null })
  })
})

describe('delete', () => {
  test('of an event whose appointment is gone: sets the intent and counts as a deletion of its unit', async () => {
    const { id } = await imported()
    await world.db.sql('delete from public.appointments')
    expect(await begin(remove(id))).toEqual([{ ok: true, rev: 2 }])
    const answer = await desk.pull()
    expect(answer.mappings).toMatchObject([{ intent: { kind: 'delete' } }])
    expect(answer.recentDeletions).toEqual([{ calendarId: world.calendarId, side: 'calendar', unit: 'series-1' }])
  })

  test('of an event whose appointment has a new owner', async () => {
    const ben = await world.db.addUser('ben@example.com', { organization: world.acme })
    const { id } = await imported()
    await world.db.sql('update public.appointments set owner_id = $1', [ben])
    expect(await begin(remove(id))).toEqual([{ ok: true, rev: 2 }])
  })

  test('expected-changed: the appointment is (again) in scope', async () => {
    const { id } = await imported()
    expect(await begin(remove(id), remove(id, 9))).toEqual([refused('expected-changed'), refused('rev-changed')])
    expect((await desk.pull()).recentDeletions).toEqual([])
  })

  test('a cancelled appointment is no obstacle', async () => {
    const full = await openWorld('full')
    const device = full.openDevice('desk')
    await device.pull()
    const importing = full.importOf('Standup')
    await device.results([importing], { status: 'running' })
    await full.db.sql(`update public.appointments set status = 'cancelled'`)
    expect(await device.begin([remove(importing.mapping.id)])).toMatchObject({ results: [{ ok: true, rev: 2 }] })
    await full.close()
  })
})
