import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AppointmentRow } from '../../lib/model/appointment.ts'
import type { CalendarId, MappingId } from '../../lib/model/ids.ts'
import type { CommitOperation } from '../../lib/sync/ports.ts'
import { content, type Device, importOne, newRun, openWorld, refused, type World } from './world.ts'

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

const appointments = () =>
  world.db.sql<{ title: string; location: string | null }>(
    'select title, location from public.appointments order by title',
  )

const remove = (mappingId: MappingId, rev: number, expected: AppointmentRow): CommitOperation => ({
  op: 'delete-appointment',
  mappingId,
  rev,
  expected,
  unit: 'series-1',
  set: { status: 'closed' },
})

describe('update-appointment', () => {
  test('keeps the whole row as before-image and writes the named columns only', async () => {
    const { id, row, appointmentId } = await imported()
    const runId = newRun()
    const [result] = await desk.results(
      [
        {
          op: 'update-appointment',
          mappingId: id,
          rev: 1,
          expected: row,
          row: { title: 'New', location: null },
          set: { base: content('New') },
        },
      ],
      { runId },
    )
    expect(result).toEqual({ ok: true, rev: 2 })
    expect(await appointments()).toEqual([{ title: 'New', location: null }])
    const kept = await world.db.sql<{ before: Record<string, unknown> }>('select * from public.calendar_undo')
    expect(kept).toMatchObject([
      { run_id: runId, side: 'crm', kind: 'update', unit: null, appointment_ref: appointmentId },
    ])
    expect(kept[0]?.before).toMatchObject({
      id: appointmentId,
      title: 'Standup',
      location: 'Room 2',
      contact_id: null,
      owner_id: world.ann,
    })
  })

  test('rev-changed, expected-changed: nothing is written, the others land', async () => {
    const [a, b] = [await imported('A'), await imported('B')]
    const change = { row: { title: 'New' }, set: {} }
    expect(
      await commit(
        { op: 'update-appointment', mappingId: a.id, rev: 2, expected: a.row, ...change },
        { op: 'update-appointment', mappingId: a.id, rev: 1, expected: { ...a.row, description: '' }, ...change },
        { op: 'update-appointment', mappingId: b.id, rev: 1, expected: b.row, ...change },
      ),
    ).toEqual([refused('rev-changed'), refused('expected-changed'), { ok: true, rev: 2 }])
    expect(await appointments()).toMatchObject([{ title: 'A' }, { title: 'New' }])
    expect(await world.db.sql('select id from public.calendar_undo')).toHaveLength(1)
  })

  test('forbidden where the CRM’s own rules hide or refuse the write', async () => {
    const own = await openWorld('uuid', { isOwn: true })
    const device = own.openDevice('desk')
    await device.pull()
    const imports = ['A', 'B'].map((name) => own.importOf(name))
    await device.results(imports, { status: 'running' })
    await own.db.exec(
      `create policy "frozen" on public.appointments as restrictive for update to authenticated using (title <> 'A')`,
    )
    const results = await device.results(
      imports.map(
        ({ mapping, row }) =>
          ({
            op: 'update-appointment',
            mappingId: mapping.id,
            rev: 1,
            expected: row,
            row: { location: 'X' },
            set: {},
          }) as const,
      ),
    )
    expect(results).toEqual([refused('forbidden'), { ok: true, rev: 2 }])
    expect(await own.db.sql('select title, location from public.appointments order by 1')).toEqual([
      { title: 'A', location: 'Room 2' },
      { title: 'B', location: 'X' },
    ])
    // Neither before-image nor rev of what was refused stay behind.
    expect(await own.db.sql('select id from public.calendar_undo')).toHaveLength(1)
    await own.close()
  })

  test('rejected where a value does not fit the CRM', async () => {
    const { id, row } = await imported()
    const bad = {
      op: 'update-appointment',
      mappingId: id,
      rev: 1,
      expected: row,
      row: { title: 'forbidden word' },
      set: {},
    } as const
    expect(await commit(bad, { ...bad, row: { title: null } })).toEqual([refused('rejected'), refused('rejected')])
    expect(await appointments()).toMatchObject([{ title: 'Standup' }])
  })

  test('text that is too long for the CRM is rejected, never cut in silence', async () => {
    const full = await openWorld('full')
    const device = full.openDevice('desk')
    await device.pull()
    const importing = full.importOf('Standup')
    const results = await device.results([importing, full.importOf('Long', {}, { title: 'x'.repeat(201) })], {
      status: 'running',
    })
    expect(results).toEqual([expect.objectContaining({ ok: true }), refused('rejected')])
    await full.close()
  })
})

describe('delete-appointment', () => {
  test('G03: deletes the row, keeps it whole with its unit and closes the mapping', async () => {
    const { id, row, appointmentId } = await imported()
    expect(await commit(remove(id, 1, row))).toEqual([{ ok: true, rev: 2 }])
    expect(await appointments()).toEqual([])
    expect(await world.db.sql('select kind, side, unit, before from public.calendar_undo')).toMatchObject([
      { kind: 'delete', side: 'crm', unit: 'series-1', before: { id: appointmentId, title: 'Standup' } },
    ])
    const answer = await desk.pull()
    expect(answer.mappings).toMatchObject([{ id, status: 'closed', appointmentId }])
    expect(answer.recentDeletions).toHaveLength(1)
  })

  test('G03: sets the cancelled value where the CRM has one, and un-cancelling brings the same row back', async () => {
    const full = await openWorld('full')
    const device = full.openDevice('desk')
    await device.pull()
    const importing = full.importOf('Standup')
    await device.results([importing], { status: 'running' })
    await device.results([{ ...remove(importing.mapping.id, 1, importing.row) }], { status: 'running' })
    expect(await full.db.sql('select status::text from public.appointments')).toEqual([{ status: 'cancelled' }])
    await device.pull()
    const [back] = await device.results([
      {
        op: 'update-appointment',
        mappingId: importing.mapping.id,
        rev: 2,
        expected: { ...importing.row, isCancelled: true },
        row: { isCancelled: false },
        set: { status: 'synced' },
      },
    ])
    expect(back).toEqual({ ok: true, rev: 3 })
    expect(await full.db.sql('select status::text from public.appointments')).toEqual([{ status: 'scheduled' }])
    await full.close()
  })

  test('rev-changed, expected-changed and already gone are refused and keep nothing', async () => {
    const { id, row } = await imported()
    expect(await commit(remove(id, 4, row), remove(id, 1, { ...row, title: 'Other' }))).toEqual([
      refused('rev-changed'),
      refused('expected-changed'),
    ])
    await world.db.sql('delete from public.appointments')
    expect(await commit(remove(id, 1, row))).toEqual([refused('expected-changed')])
    expect(await world.db.sql('select id from public.calendar_undo')).toEqual([])
  })

  test('forbidden where the CRM does not let its owner delete', async () => {
    const own = await openWorld('uuid', { isOwn: true })
    const device = own.openDevice('desk')
    await device.pull()
    const importing = own.importOf('Standup')
    await device.results([importing], { status: 'running' })
    await own.db.exec('drop policy "owners delete" on public.appointments')
    expect(await device.results([remove(importing.mapping.id, 1, importing.row)])).toEqual([refused('forbidden')])
    expect((await device.pull()).recentDeletions).toEqual([])
    await own.close()
  })
})

describe('consent', () => {
  test('is stamped on the calendar; a calendar of nobody or of somebody else is not found', async () => {
    const ben = await world.db.addUser('ben@example.com', { organization: world.acme })
    const { calendars } = await world.connect(ben, { email: 'ben@example.com' })
    const foreign = calendars[0]?.id as CalendarId
    expect(
      await commit({ op: 'consent', calendarId: world.calendarId }, { op: 'consent', calendarId: foreign }),
    ).toEqual([{ ok: true, rev: 0 }, refused('not-found')])
    expect((await desk.pull()).calendars).toMatchObject([{ consentedAt: expect.stringMatching(/^2\d{3}-.*Z$/) }])
  })
})

test('an operation of a kind that does not exist is rejected, the others land', async () => {
  const results = await commit({ op: 'drop' } as never, world.importOf('Standup'))
  expect(results).toEqual([refused('rejected'), expect.objectContaining({ ok: true })])
})
