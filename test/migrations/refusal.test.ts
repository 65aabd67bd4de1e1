import { afterEach, describe, expect, test } from 'vitest'
import { variants } from '../support/crm-schema.ts'
import { createTestDatabase, migrations, type TestDatabase } from '../support/database.ts'
import { newRun, openWorld, type World } from './world.ts'

let world: World | undefined
let db: TestDatabase | undefined
afterEach(async () => {
  await world?.close()
  await db?.close()
  world = undefined
  db = undefined
})

async function refusal(
  change: string,
  variant: (typeof variants)[number] = 'uuid',
): Promise<{ message: string; hint: string }> {
  db = await createTestDatabase({ variant, isMigrated: false })
  await db.exec(change)
  try {
    for (const { sql } of migrations) await db.exec(sql)
  } catch (error) {
    const { message, hint } = error as { message: string; hint: string }
    return { message, hint }
  }
  throw new Error('the migrations ran')
}

describe('a database that lacks something', () => {
  test('no appointments table', async () => {
    expect(await refusal('', 'no-appointments')).toEqual({
      message: 'not-set-up: there is no table public.appointments',
      hint: 'Name your appointments table in calendar_sync.contract_settings() at the top of this file.',
    })
  })

  test('no membership', async () => {
    const { message } = await refusal('drop table public.user_organizations cascade')
    expect(message).toBe(
      'not-set-up: neither public.user_organizations nor public.profiles says who belongs to which organization',
    )
  })

  test('profiles without an organisation', async () => {
    const { message } = await refusal('alter table public.profiles drop column organization_id cascade', 'profiles')
    expect(message).toBe('not-set-up: public.profiles has no column organization_id')
  })

  test.each([
    ['location', 'location, place, address'],
    ['end_time', 'end_time, ends_at, end_at, end_datetime, end_date, end'],
    ['owner_id', 'owner_id, user_id, assigned_to, created_by'],
  ])('no column %s', async (column, tried) => {
    const canonical = column.replace(/_.*/, '')
    const { message, hint } = await refusal(`alter table public.appointments drop column ${column} cascade`)
    expect(message).toBe(`not-set-up: public.appointments has no usable column for ${canonical} (looked for ${tried})`)
    expect(hint).toContain('contract_settings()')
  })

  test('a start that is a day and not a moment', async () => {
    const { message } = await refusal('alter table public.appointments alter column start_time type date')
    expect(message).toContain('has no usable column for start')
  })

  test('ids that nothing keeps unique', async () => {
    const { message } = await refusal('alter table public.appointments drop constraint appointments_pkey cascade')
    expect(message).toBe('not-set-up: public.appointments.id is neither primary key nor unique')
  })

  test('another column that every new row must fill', async () => {
    const { message, hint } = await refusal('alter table public.appointments add column kind text not null')
    expect(message).toBe(
      'not-set-up: public.appointments.kind must be filled in every new row and has no default, so no event could be imported',
    )
    expect(hint).toContain('{"kind": "…"}')
  })

  test("the mock's own tables", async () => {
    const { message, hint } = await refusal(
      'create table public.calendar_accounts (id uuid primary key, access_token text)',
    )
    expect(message).toBe(
      'not-set-up: public.calendar_accounts is there already, made by something else (it has no column policy)',
    )
    expect(hint).toContain('alter table public.calendar_accounts rename to calendar_accounts_old')
    await db?.exec('alter table public.calendar_accounts rename to calendar_accounts_old')
    for (const { sql } of migrations) await db?.exec(sql)
    expect(await db?.sql('select count(*)::int as n from public.calendar_accounts')).toEqual([{ n: 0 }])
  })

  test('a value for such a column in the contract is written to imported rows', async () => {
    db = await createTestDatabase({ isMigrated: false })
    await db.exec('alter table public.appointments add column kind text not null')
    for (const { sql } of migrations)
      await db.exec(sql.replace('"fixed_values": {}', '"fixed_values": {"kind": "meeting"}'))
    const acme = await db.addOrganization('Acme')
    const ann = await db.addUser('ann@example.com', { organization: acme })
    const rows = await db.asUser(ann, (sql) =>
      sql('select * from jsonb_array_elements(calendar_sync.insert_appointments($1))', [
        JSON.stringify([
          {
            n: 1,
            organizationId: acme,
            row: { title: 'A', start: '2026-12-01T10:00:00Z', end: '2026-12-01T11:00:00Z' },
          },
        ]),
      ]),
    )
    expect(rows).toHaveLength(1)
    expect(await db.sql('select kind from public.appointments')).toEqual([{ kind: 'meeting' }])
  })

  test('the appointments table dropped after the migrations ran is said, not hidden', async () => {
    world = await openWorld('uuid', { isOwn: true })
    const desk = world.openDevice('desk')
    await desk.pull()
    await world.db.exec('drop table public.appointments cascade')
    await expect(desk.pull()).rejects.toMatchObject({ code: 'not-set-up' })
    await expect(desk.begin([], newRun())).rejects.toMatchObject({ code: 'not-set-up' })
  })
})
