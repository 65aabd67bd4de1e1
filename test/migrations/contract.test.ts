import { afterEach, describe, expect, test } from 'vitest'
import { toInstant } from '../../lib/model/time.ts'
import { variants } from '../support/crm-schema.ts'
import { migrations } from '../support/database.ts'
import { openWorld, type World } from './world.ts'

let world: World | undefined
afterEach(async () => {
  await world?.close()
  world = undefined
})

const workable = variants.filter((variant) => variant !== 'no-appointments')

describe.each(workable)('a CRM of the kind "%s"', (variant) => {
  test('imports, tells, updates and removes an appointment', async () => {
    world = await openWorld(variant)
    const desk = world.openDevice('desk')
    const { contract, organizations } = await desk.pull()
    expect(organizations).toEqual([{ id: world.acme, name: 'Acme' }])
    expect(contract).toEqual({
      hasAllDay: variant === 'full',
      hasCancelled: variant === 'full',
      readers: variant === 'careless' || variant === 'unprotected' ? 'database' : 'organization',
    })

    const importing = world.importOf('Standup')
    const [imported] = await desk.results([importing], { status: 'running' })
    expect(imported).toEqual({ ok: true, rev: 1, appointmentId: expect.any(String) })

    const told = (await desk.pull()).appointments
    expect(told).toEqual([
      {
        kind: 'live',
        id: imported?.ok && imported.appointmentId,
        ownerId: world.ann,
        organizationId: world.acme,
        externalEventId: null,
        row: importing.row,
      },
    ])

    const { id: mappingId } = importing.mapping
    const change = { title: 'Standup, long', start: toInstant('2026-12-02T08:30:00Z') }
    const [updated] = await desk.results([
      { op: 'update-appointment', mappingId, rev: 1, expected: importing.row, row: change, set: { status: 'synced' } },
    ])
    expect(updated).toEqual({ ok: true, rev: 2 })
    const expected = { ...importing.row, ...change }
    expect((await desk.pull()).appointments.map(({ row }) => row)).toEqual([expected])

    const [removed] = await desk.results([
      { op: 'delete-appointment', mappingId, rev: 2, expected, unit: 'event-Standup', set: { status: 'closed' } },
    ])
    expect(removed).toEqual({ ok: true, rev: 3 })
    const after = await desk.pull()
    if (variant === 'full') expect(after.appointments.map(({ row }) => row.isCancelled)).toEqual([true])
    else expect(after.gone).toEqual([{ kind: 'gone', id: imported?.ok && imported.appointmentId, reason: 'deleted' }])
  })

  test('tells of what the CRM itself adds, changes and deletes', async () => {
    world = await openWorld(variant)
    const desk = world.openDevice('desk')
    await desk.pull()
    const id = await world.addAppointment(world.ann)
    expect((await desk.pull()).appointments.map((live) => live.id)).toEqual([id])
    await world.db.sql(`update public.appointments set location = 'Room 9'`)
    expect((await desk.pull()).appointments.map(({ row }) => row.location)).toEqual(['Room 9'])
    await world.db.sql('delete from public.appointments')
    expect((await desk.pull()).gone).toEqual([{ kind: 'gone', id, reason: 'deleted' }])
  })
})

describe('a column of the CRM that the sync does not use', () => {
  test('is no change when it changes', async () => {
    world = await openWorld('full')
    const desk = world.openDevice('desk')
    await world.addAppointment(world.ann)
    await desk.pull()
    await world.db.sql('update public.appointments set contact_id = gen_random_uuid(), updated_at = now()')
    expect((await desk.pull()).appointments).toEqual([])
  })

  test('is never written, and contact stays empty on import', async () => {
    world = await openWorld('full')
    const desk = world.openDevice('desk')
    await desk.pull()
    await desk.commit([world.importOf('Standup')])
    const [row] = await world.db.sql(
      'select contact_id, created_by, status::text, google_event_id from public.appointments',
    )
    expect(row).toEqual({ contact_id: null, created_by: world.ann, status: 'scheduled', google_event_id: null })
  })
})

describe('cancelled', () => {
  test('is told, and un-cancelling gives the status a value that is not cancelled', async () => {
    world = await openWorld('full')
    const desk = world.openDevice('desk')
    await desk.pull()
    const importing = world.importOf('Standup')
    await desk.commit([importing], { status: 'running' })
    await world.db.sql(`update public.appointments set status = 'cancelled'`)
    const told = (await desk.pull()).appointments[0]
    expect(told?.row.isCancelled).toBe(true)
    const [result] = await desk.results([
      {
        op: 'update-appointment',
        mappingId: importing.mapping.id,
        rev: 1,
        expected: { ...importing.row, isCancelled: true },
        row: { isCancelled: false },
        set: {},
      },
    ])
    expect(result).toMatchObject({ ok: true })
    expect(await world.db.sql('select status::text from public.appointments')).toEqual([{ status: 'scheduled' }])
  })

  test('another status is left alone when isCancelled stays false', async () => {
    world = await openWorld('full')
    const desk = world.openDevice('desk')
    await desk.pull()
    const importing = world.importOf('Standup')
    await desk.commit([importing], { status: 'running' })
    await world.db.sql(`update public.appointments set status = 'done'`)
    await desk.commit([
      {
        op: 'update-appointment',
        mappingId: importing.mapping.id,
        rev: 1,
        expected: importing.row,
        row: { title: 'Done', isCancelled: false },
        set: {},
      },
    ])
    expect(await world.db.sql('select subject, status::text from public.appointments')).toEqual([
      { subject: 'Done', status: 'done' },
    ])
  })
})

describe('times', () => {
  test('W25: fractions of a second are cut when told and when compared', async () => {
    world = await openWorld()
    const desk = world.openDevice('desk')
    await desk.pull()
    const importing = world.importOf('Standup')
    await desk.commit([importing], { status: 'running' })
    await world.db.sql(`update public.appointments set start_time = start_time + interval '123 milliseconds'`)
    expect((await desk.pull()).appointments[0]?.row).toEqual(importing.row)
    const [result] = await desk.results([
      {
        op: 'update-appointment',
        mappingId: importing.mapping.id,
        rev: 1,
        expected: importing.row,
        row: { title: 'A' },
        set: {},
      },
    ])
    expect(result?.ok).toBe(true)
  })

  test('without a zone are UTC, whatever zone the database session has', async () => {
    world = await openWorld('unprotected')
    const desk = world.openDevice('desk')
    await desk.pull()
    await world.db.exec(`set timezone = 'America/Los_Angeles'`)
    const importing = world.importOf('Standup')
    await desk.commit([importing])
    expect((await desk.pull()).appointments[0]?.row).toEqual(importing.row)
    expect(await world.db.sql('select start_time::text from public.appointments')).toEqual([
      { start_time: '2026-12-01 10:00:00' },
    ])
  })

  test('an appointment without an end ends when it starts; infinity is not told', async () => {
    world = await openWorld('unprotected')
    await world.addAppointment(world.ann)
    await world.addAppointment(world.ann)
    await world.db.sql(`update public.appointments set end_time = null where id = 1`)
    await world.db.sql(`update public.appointments set end_time = 'infinity' where id = 2`)
    const { appointments } = await world.openDevice('desk').pull()
    expect(appointments.map(({ id, row }) => [id, row.start, row.end])).toEqual([
      ['1', '2026-12-01T10:00:00Z', '2026-12-01T10:00:00Z'],
    ])
  })
})

describe("the contract's version", () => {
  test('a CRM that opens its row-level security tells so, and every device pulls anew', async () => {
    world = await openWorld('uuid', { isOwn: true })
    const desk = world.openDevice('desk')
    await desk.pull()
    expect((await desk.pull()).isFull).toBe(false)
    await world.db.exec('alter table public.appointments disable row level security')
    const answer = await desk.pull()
    expect({ isFull: answer.isFull, readers: answer.contract.readers }).toEqual({ isFull: true, readers: 'database' })
  })

  test("an edited mapping is another version: the CRM's event id comes from the column the admin names", async () => {
    world = await openWorld('uuid', { isOwn: true })
    const desk = world.openDevice('desk')
    const id = await world.addAppointment(world.ann)
    await desk.pull()
    await world.db.exec(
      `alter table public.appointments add column gcal text; update public.appointments set gcal = 'abc'`,
    )
    const contract = migrations.find(({ name }) => name.endsWith('crm_contract.sql'))?.sql ?? ''
    await world.db.exec(contract.replace('"external_event_id",', '"gcal",'))
    const answer = await desk.pull()
    expect(answer.isFull).toBe(true)
    expect(answer.appointments.map((live) => [live.id, live.externalEventId])).toEqual([[id, 'abc']])
  })
})
