import { describe, expect, test } from 'vitest'
import { newRun, openWorld } from './world.ts'

describe('another person cannot be written, however careless the CRM is', () => {
  test.each(['careless', 'unprotected'] as const)('in a CRM that is %s', async (variant) => {
    const open = await openWorld(variant)
    const [other, elsewhere] = [
      await open.db.addUser('ben@example.com', { organization: open.acme }),
      await open.db.addOrganization('Globex'),
    ]
    const desk = open.openDevice('desk')
    const mine = await open.addAppointment(open.ann, { title: 'Mine' })
    const theirs = await open.addAppointment(other, { title: 'Theirs' })
    const foreign = await open.addAppointment(open.ann, { title: 'Of another organisation' }, elsewhere)
    expect((await desk.pull()).appointments.map(({ id }) => id)).toEqual([mine])

    const link = open.newLink('Mine')
    const results = await desk.results(
      [theirs, foreign, mine].map((appointmentId) => ({
        op: 'link' as const,
        mapping: {
          ...open.newLink(`of ${appointmentId}`),
          appointmentId,
          ...(appointmentId === mine ? { id: link.id } : {}),
        },
        expected: open.rowOf(
          appointmentId === mine ? 'Mine' : appointmentId === theirs ? 'Theirs' : 'Of another organisation',
        ),
      })),
      { status: 'running' },
    )
    expect(results.map((result) => (result.ok ? 'ok' : result.code))).toEqual([
      'expected-changed',
      'expected-changed',
      'ok',
    ])

    // The row is handed to a colleague: the mapping still names it, the expected values still fit.
    await open.db.sql(`update public.appointments set owner_id = $1 where id::text = $2`, [other, mine])
    const set = { status: 'closed' } as const
    const expected = open.rowOf('Mine')
    const writes = await desk.results([
      { op: 'update-appointment', mappingId: link.id, rev: 1, expected, row: { title: 'Taken over' }, set },
      { op: 'delete-appointment', mappingId: link.id, rev: 1, expected, unit: 'x', set },
    ])
    expect(writes).toEqual([
      { ok: false, code: 'expected-changed' },
      { ok: false, code: 'expected-changed' },
    ])
    const begun = await desk.begin(
      [
        {
          op: 'update',
          mappingId: link.id,
          rev: 1,
          expected,
          intent: { kind: 'update', patch: {} },
          before: link.base,
        },
      ],
      newRun(),
    )
    expect(begun).toMatchObject({ results: [{ ok: false, code: 'expected-changed' }] })
    const titles = await open.db.sql<{ title: string }>('select title from public.appointments order by title')
    expect(titles.map(({ title }) => title)).toEqual(['Mine', 'Of another organisation', 'Theirs'])
    await open.close()
  })

  test("the functions that write take the caller's own rows only, even when called past the protocol", async () => {
    const open = await openWorld('unprotected')
    const other = await open.db.addUser('ben@example.com', { organization: open.acme })
    const theirs = await open.addAppointment(other)
    const answers = await open.db.asUser(open.ann, (sql) =>
      sql(
        `select calendar_sync.update_appointments('{title}', $1) as updated, calendar_sync.remove_appointments(array[$2]) as removed,
          (select count(*)::int from calendar_sync.appointment_states(array[$2])) as told`,
        [JSON.stringify([{ id: theirs, row: { title: 'x' } }]), theirs],
      ),
    )
    expect(answers).toEqual([{ updated: 0, removed: 0, told: 0 }])
    await open.close()
  })
})
