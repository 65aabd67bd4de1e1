import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AppointmentId } from '../../lib/model/ids.ts'
import { toInstant } from '../../lib/model/time.ts'
import { content, type Device, openWorld, type World } from './world.ts'

let world: World
let desk: Device
beforeEach(async () => {
  world = await openWorld()
  desk = world.openDevice('desk')
})
afterEach(() => world.close())

const idsOf = (answer: { appointments: readonly { id: AppointmentId }[] }) => answer.appointments.map(({ id }) => id)

const at = (start: string, end: string) => ({ start: toInstant(start), end: toInstant(end) })

describe('a full pull', () => {
  test("answers what overlaps the window and is the caller's", async () => {
    const ben = await world.db.addUser('ben@example.com', { organization: world.acme })
    const inside = [
      await world.addAppointment(world.ann, at('2026-10-31T23:00:00Z', '2026-11-01T01:00:00Z')),
      await world.addAppointment(world.ann, at('2026-11-01T00:00:00Z', '2026-11-01T00:00:00Z')),
      await world.addAppointment(world.ann, at('2027-05-31T23:00:00Z', '2027-06-02T00:00:00Z')),
    ]
    await world.addAppointment(world.ann, at('2026-10-31T23:00:00Z', '2026-11-01T00:00:00Z'))
    await world.addAppointment(world.ann, at('2027-06-01T00:00:00Z', '2027-06-01T01:00:00Z'))
    await world.addAppointment(ben)
    await world.addAppointment(null)
    const answer = await desk.pull('2026-11-01T00:00:00Z', '2027-06-01T00:00:00Z')
    expect(answer.isFull).toBe(true)
    expect(idsOf(answer).toSorted()).toEqual(inside.toSorted())
  })

  test('answers an appointment outside the window that a mapping names', async () => {
    await desk.pull()
    const late = { start: toInstant('2028-01-01T10:00:00Z'), end: toInstant('2028-01-01T11:00:00Z') }
    await desk.commit([world.importOf('Far', {}, late)])
    desk.forget()
    expect((await desk.pull()).appointments.map(({ row }) => row.start)).toEqual([late.start])
  })

  test('names what is gone only where it knows: a tombstone, or a new owner', async () => {
    const ben = await world.db.addUser('ben@example.com', { organization: world.acme })
    await desk.pull()
    const imports = ['Deleted', 'Given', 'Hidden', 'Stays'].map((name) => world.importOf(name))
    await desk.commit(imports)
    const ids = Object.fromEntries(
      (await world.db.sql<{ title: string; id: AppointmentId }>('select title, id::text from public.appointments')).map(
        ({ title, id }) => [title, id],
      ),
    )
    await world.db.sql(`delete from public.appointments where title = 'Deleted'`)
    await world.db.sql(`update public.appointments set owner_id = $1 where title = 'Given'`, [ben])
    // The CRM's own rules hide a row from its owner: no evidence of a deletion.
    await world.db.exec(
      `create policy "hidden" on public.appointments as restrictive for select to authenticated using (title <> 'Hidden')`,
    )
    desk.forget()
    const answer = await desk.pull()
    expect(idsOf(answer)).toEqual([ids.Stays])
    expect(answer.gone.toSorted((a, b) => a.reason.localeCompare(b.reason))).toEqual([
      { kind: 'gone', id: ids.Deleted, reason: 'deleted' },
      { kind: 'gone', id: ids.Given, reason: 'left-scope' },
    ])
    expect(answer.mappings).toHaveLength(4)
  })

  test('answers closed and dismissed mappings too', async () => {
    await desk.pull()
    const [closed, dismissed] = [world.importOf('A'), world.importOf('B')]
    await desk.commit([closed, dismissed], { status: 'running' })
    await desk.commit([
      { op: 'settle', mappingId: closed.mapping.id, rev: 1, set: { status: 'closed' } },
      { op: 'settle', mappingId: dismissed.mapping.id, rev: 1, set: { status: 'dismissed' } },
    ])
    desk.forget()
    expect((await desk.pull()).mappings.map(({ status }) => status).toSorted()).toEqual(['closed', 'dismissed'])
  })
})

describe('an incremental pull', () => {
  test('S01: answers nothing when nothing changed, and a mapping in the model’s form when it did', async () => {
    await desk.pull()
    const quiet = await desk.pull()
    expect([
      quiet.isFull,
      quiet.appointments,
      quiet.gone,
      quiet.mappings,
      quiet.conflicts,
      quiet.closedConflicts,
    ]).toEqual([false, [], [], [], [], []])
    const importing = world.importOf('Standup')
    await desk.commit([importing])
    const { mappings, appointments } = await desk.pull()
    const { mapping } = importing
    expect(mappings).toEqual([
      {
        id: mapping.id,
        accountId: world.accountId,
        calendarId: world.calendarId,
        appointmentId: appointments[0]?.id,
        eventId: mapping.eventId,
        etag: mapping.etag,
        stamp: mapping.stamp,
        identity: mapping.identity,
        base: content('Standup'),
        origin: 'calendar',
        status: 'synced',
        rev: 1,
        generation: 0,
        intent: null,
        knownEventIds: [mapping.eventId],
        isMasked: false,
      },
    ])
    expect((await desk.pull()).mappings).toEqual([])
  })

  test('names a change outside the window, and both owners see one of hands', async () => {
    const ben = await world.db.addUser('ben@example.com', { organization: world.acme })
    const other = world.openDevice('other', ben)
    const id = await world.addAppointment(world.ann)
    await desk.pull()
    await other.pull()
    await world.db.sql(`update public.appointments set start_time = '2031-01-01', end_time = '2031-01-02'`)
    expect(idsOf(await desk.pull())).toEqual([id])
    await world.db.sql('update public.appointments set owner_id = $1', [ben])
    expect((await desk.pull()).gone).toEqual([{ kind: 'gone', id, reason: 'left-scope' }])
    expect(idsOf(await other.pull())).toEqual([id])
    await world.db.sql('update public.appointments set owner_id = $1', [world.ann])
    expect(idsOf(await desk.pull())).toEqual([id])
    expect((await other.pull()).gone).toEqual([{ kind: 'gone', id, reason: 'left-scope' }])
  })

  test('one of three owners in a row misses nothing', async () => {
    const [ben, cleo] = [
      await world.db.addUser('ben@example.com', { organization: world.acme }),
      await world.db.addUser('cleo@example.com', { organization: world.acme }),
    ]
    const id = await world.addAppointment(world.ann)
    await desk.pull()
    await world.db.sql('update public.appointments set owner_id = $1', [ben])
    await world.db.sql('update public.appointments set owner_id = $1', [cleo])
    expect((await desk.pull()).gone).toEqual([{ kind: 'gone', id, reason: 'left-scope' }])
  })

  test('an appointment moved to an organisation that is not the caller’s has left their scope', async () => {
    const globex = await world.db.addOrganization('Globex')
    const id = await world.addAppointment(world.ann)
    await desk.pull()
    await world.db.sql('update public.appointments set organization_id = $1', [globex])
    expect((await desk.pull()).gone).toEqual([{ kind: 'gone', id, reason: 'left-scope' }])
  })

  test('a deletion is told with the mapping, whose reference stays while the foreign key is nulled', async () => {
    await desk.pull()
    const importing = world.importOf('Standup')
    await desk.commit([importing])
    const id = (await desk.pull()).appointments[0]?.id
    await world.db.sql('delete from public.appointments')
    const answer = await desk.pull()
    expect(answer.gone).toEqual([{ kind: 'gone', id, reason: 'deleted' }])
    expect(answer.mappings).toMatchObject([{ appointmentId: id, status: 'synced', rev: 1 }])
    expect(await world.mapping(importing.mapping.id)).toMatchObject({ appointment_id: null, appointment_ref: id })
  })

  test('deleted and put back under the same id is no deletion', async () => {
    const id = await world.addAppointment(world.ann)
    await desk.pull()
    await world.db.exec(`create temporary table kept as select * from public.appointments; delete from public.appointments;
      insert into public.appointments select * from kept; drop table kept`)
    const answer = await desk.pull()
    expect([idsOf(answer), answer.gone]).toEqual([[id], []])
  })

  test('a mapping whose appointment is put back under its id works as before', async () => {
    await desk.pull()
    const importing = world.importOf('Standup')
    const { id: mappingId } = importing.mapping
    await desk.commit([importing], { status: 'running' })
    await world.db.exec(`create temporary table kept as select * from public.appointments; delete from public.appointments;
      insert into public.appointments select * from kept; drop table kept`)
    const [result] = await desk.results([
      { op: 'update-appointment', mappingId, rev: 1, expected: importing.row, row: { title: 'New' }, set: {} },
    ])
    expect(result).toEqual({ ok: true, rev: 2 })
    const { appointment_id, appointment_ref } = await world.mapping(mappingId)
    expect(appointment_id).toBe(appointment_ref)
  })

  test('E18: a mapping made by another device brings its appointment along', async () => {
    const far = { start: toInstant('2029-01-01T10:00:00Z'), end: toInstant('2029-01-01T11:00:00Z') }
    const appointmentId = await world.addAppointment(world.ann, far)
    await desk.pull()
    const other = world.openDevice('other')
    await other.pull()
    await other.commit([
      { op: 'link', mapping: { ...world.newLink('Far'), appointmentId }, expected: world.rowOf('Visit', far) },
    ])
    const answer = await desk.pull()
    expect([idsOf(answer), answer.mappings.length]).toEqual([[appointmentId], 1])
  })

  test('accounts, calendars and what was deleted in the last 24 hours always come whole', async () => {
    await desk.pull()
    const importing = world.importOf('Standup')
    await desk.commit([importing], { status: 'running' })
    await desk.commit([
      {
        op: 'delete-appointment',
        mappingId: importing.mapping.id,
        rev: 1,
        expected: importing.row,
        unit: 'series-1',
        set: { status: 'closed' },
      },
    ])
    await desk.pull()
    const answer = await desk.pull()
    expect(answer.accounts).toMatchObject([
      {
        id: world.accountId,
        email: 'ann@example.com',
        organizationId: world.acme,
        lastSync: expect.stringMatching(/Z$/),
      },
    ])
    expect(answer.calendars).toMatchObject([
      { id: world.calendarId, isHome: true, direction: 'two-way', consentedAt: null },
    ])
    expect(answer.recentDeletions).toEqual([{ calendarId: world.calendarId, side: 'crm', unit: 'series-1' }])
    await world.db.sql(`update public.calendar_undo set created_at = now() - interval '25 hours'`)
    expect((await desk.pull()).recentDeletions).toEqual([])
  })
})
