import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AppointmentRow } from '../../lib/model/appointment.ts'
import type { CalendarId, EventId, MappingId } from '../../lib/model/ids.ts'
import type { CommitOperation, Settlement } from '../../lib/sync/ports.ts'
import { content, type Device, importOne, newMapping, openWorld, refused, type World } from './world.ts'

let world: World
let desk: Device
beforeEach(async () => {
  world = await openWorld()
  desk = world.openDevice('desk')
  await desk.pull()
})
afterEach(() => world.close())

const commit = (...operations: CommitOperation[]) => desk.results(operations, { status: 'running' })

const imported = (name?: string) => importOne(world, desk, name)

const settle = (mappingId: MappingId, rev: number, set: Settlement): CommitOperation => ({
  op: 'settle',
  mappingId,
  rev,
  set,
})
const link = (
  name: string,
  appointmentId: Awaited<ReturnType<World['addAppointment']>>,
  change: Partial<AppointmentRow> = {},
) =>
  ({
    op: 'link',
    mapping: { ...world.newLink(name), appointmentId },
    expected: world.rowOf('Visit', change),
  }) as const

describe('link', () => {
  test('maps an appointment and an event that are there already; neither is written', async () => {
    const appointmentId = await world.addAppointment(world.ann)
    expect(await commit(link('Visit', appointmentId))).toEqual([{ ok: true, rev: 1, appointmentId }])
    expect((await desk.pull()).mappings).toMatchObject([
      { appointmentId, eventId: 'event-Visit', status: 'synced', origin: 'calendar' },
    ])
    expect(await world.db.sql('select id from public.calendar_undo')).toEqual([])
  })

  test('S11: exists where event, meeting or appointment is mapped already, also within one batch', async () => {
    const [a, b] = [await world.addAppointment(world.ann), await world.addAppointment(world.ann)]
    const first = link('Visit', a)
    expect(await commit(first, link('Visit', b), link('Other', a))).toEqual([
      { ok: true, rev: 1, appointmentId: a },
      refused('exists'),
      refused('exists'),
    ])
    expect(await commit(link('Visit', b), link('Other', a))).toEqual([refused('exists'), refused('exists')])
    expect(await commit(link('Other', b))).toMatchObject([{ ok: true }])
  })

  test('expected-changed where the appointment is not as it was seen', async () => {
    const appointmentId = await world.addAppointment(world.ann)
    expect(await commit(link('Visit', appointmentId, { location: 'Elsewhere' }))).toEqual([refused('expected-changed')])
  })
})

describe('settle', () => {
  test('applies what is named, leaves the rest, clears the intent and adds the event id to the known ones', async () => {
    const { id } = await imported()
    const set: Settlement = { eventId: 'event-2' as EventId, etag: '"2"', base: content('New'), status: 'held' }
    expect(await commit(settle(id, 1, set))).toEqual([{ ok: true, rev: 2 }])
    expect((await desk.pull()).mappings).toMatchObject([
      {
        rev: 2,
        eventId: 'event-2',
        etag: '"2"',
        stamp: '2026-11-01T00:00:00.000Z',
        identity: 'meeting-Standup',
        base: content('New'),
        status: 'held',
        intent: null,
        knownEventIds: ['event-Standup', 'event-2'],
      },
    ])
    expect(await commit(settle(id, 2, { eventId: 'event-Standup' as EventId, stamp: null }))).toMatchObject([
      { ok: true },
    ])
    expect((await desk.pull()).mappings).toMatchObject([
      { stamp: null, etag: '"2"', knownEventIds: ['event-Standup', 'event-2'] },
    ])
  })

  test('rev-changed, also where the mapping is a colleague’s', async () => {
    const ben = await world.db.addUser('ben@example.com', { organization: world.acme })
    const other = world.openDevice('other', ben)
    await other.pull()
    const { id } = await imported()
    expect(await commit(settle(id, 3, { status: 'closed' }), settle(newMapping(), 1, {}))).toEqual([
      refused('rev-changed'),
      refused('rev-changed'),
    ])
    expect(await other.results([settle(id, 1, { status: 'closed' })])).toEqual([refused('rev-changed')])
    expect(await world.mapping(id)).toMatchObject({ status: 'synced', rev: 1 })
  })

  test('settled twice in one batch: the second is refused', async () => {
    const { id } = await imported()
    expect(await commit(settle(id, 1, { etag: '"2"' }), settle(id, 1, { etag: '"3"' }))).toEqual([
      { ok: true, rev: 2 },
      refused('rev-changed'),
    ])
    expect(await world.mapping(id)).toMatchObject({ rev: 2, external_event_etag: '"2"' })
  })

  test('a relink moves the mapping to another calendar and its account', async () => {
    const { id } = await imported()
    const { account, calendars } = await world.connect(world.ann, { email: 'ann@example.org' })
    const calendarId = calendars[0]?.id as CalendarId
    await commit(settle(id, 1, { calendarId, eventId: 'moved' as EventId }))
    expect((await desk.pull()).mappings).toMatchObject([{ calendarId, accountId: account.id, eventId: 'moved' }])
  })

  test("a colleague's calendar is no place to move to; the others of the batch land", async () => {
    const ben = await world.db.addUser('ben@example.com', { organization: world.acme })
    const { calendars } = await world.connect(ben, { email: 'ben@example.com' })
    const [a, b] = [await imported('A'), await imported('B')]
    const results = await commit(settle(a.id, 1, { calendarId: calendars[0]?.id }), settle(b.id, 1, { etag: '"2"' }))
    expect(results).toEqual([
      { ok: false, code: expect.any(String) },
      { ok: true, rev: 2 },
    ])
    expect(await world.mapping(a.id)).toMatchObject({ calendar_id: world.calendarId, rev: 1 })
  })

  test('exists where another live mapping has the event or the meeting', async () => {
    const [a, b] = [await imported('A'), await imported('B')]
    expect(
      await commit(settle(b.id, 1, { eventId: 'event-A' as EventId }), settle(b.id, 1, { identity: 'meeting-A' })),
    ).toEqual([refused('exists'), refused('exists')])
    // Closing one frees what it had, in the same batch.
    expect(await commit(settle(a.id, 1, { status: 'closed' }), settle(b.id, 1, { identity: 'meeting-A' }))).toEqual([
      { ok: true, rev: 2 },
      { ok: true, rev: 2 },
    ])
  })

  test('a status that is none is rejected', async () => {
    const { id } = await imported()
    expect(await commit(settle(id, 1, { status: 'gone' as never }))).toEqual([refused('rejected')])
  })

  test('an object opens or replaces the one conflict of a mapping, null closes it', async () => {
    const { id } = await imported()
    const [first, second] = [
      { title: { base: 'a', crm: 'b', calendar: 'c' } },
      { title: { base: 'a', crm: 'b', calendar: 'd' } },
    ]
    await commit(settle(id, 1, { conflict: first }))
    await world.db.rpc(world.ann, 'calendar_resolve', { mappingId: id, resolution: { title: 'crm' } })
    await commit(settle(id, 2, { conflict: first }))
    expect((await desk.pull()).conflicts).toMatchObject([{ fields: first, resolution: { title: 'crm' } }])
    // The person chose while seeing other values: the choice does not count for these.
    await commit(settle(id, 3, { conflict: second }))
    expect((await desk.pull()).conflicts).toMatchObject([{ fields: second, resolution: null }])
    await commit(settle(id, 4, { conflict: null }))
    await commit(settle(id, 5, { conflict: first }))
    expect(
      await world.db.sql('select closed_at is null as open from public.calendar_conflicts order by closed_at'),
    ).toEqual([{ open: false }, { open: true }])
  })

  test('becoming private empties what was kept of the details', async () => {
    const { id, row } = await imported()
    await commit({
      op: 'update-appointment',
      mappingId: id,
      rev: 1,
      expected: row,
      row: { title: 'Secret' },
      set: { conflict: { title: { base: 'a', crm: 'Secret', calendar: 'c' } } },
    })
    const masked = { title: 'Busy', description: null, location: null }
    await commit({
      op: 'update-appointment',
      mappingId: id,
      rev: 2,
      expected: { ...row, title: 'Secret' },
      row: masked,
      set: { isMasked: true, conflict: null, base: content('Busy', { description: '', location: '' }) },
    })
    const kept = await world.db.sql(
      'select before from public.calendar_undo union all select fields from public.calendar_conflicts',
    )
    expect(JSON.stringify(kept)).not.toMatch(/Secret|Standup|Room 2/)
    expect(await world.mapping(id)).toMatchObject({ is_masked: true })
  })
})

describe('conflicts', () => {
  test('are told when opened, resolved and closed', async () => {
    await desk.pull()
    const importing = world.importOf('Standup')
    const { id: mappingId } = importing.mapping
    await desk.commit([importing], { status: 'running' })
    const fields = { title: { base: 'a', crm: 'b', calendar: 'c' } }
    await desk.commit([{ op: 'settle', mappingId, rev: 1, set: { status: 'conflict', conflict: fields } }], {
      status: 'running',
    })
    const [conflict] = (await desk.pull()).conflicts
    expect(conflict).toEqual({ id: conflict?.id, mappingId, fields, resolution: null })

    expect(await world.db.rpc(world.ann, 'calendar_resolve', { mappingId, resolution: { title: 'crm' } })).toBe(true)
    expect((await desk.pull()).conflicts).toEqual([{ ...conflict, resolution: { title: 'crm' } }])

    await desk.commit([{ op: 'settle', mappingId, rev: 2, set: { status: 'synced', conflict: null } }])
    const closed = await desk.pull()
    expect([closed.conflicts, closed.closedConflicts]).toEqual([[], [conflict?.id]])
    expect(await world.db.rpc(world.ann, 'calendar_resolve', { mappingId, resolution: { title: 'crm' } })).toBe(false)
  })
})
