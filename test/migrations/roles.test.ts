import { afterEach, describe, expect, test } from 'vitest'
import { createTestDatabase, migrations, type TestDatabase } from '../support/database.ts'

let db: TestDatabase | undefined
afterEach(async () => {
  await db?.close()
  db = undefined
})

describe('SUPER_ADMIN', () => {
  test.each(['user_organizations', 'profiles'] as const)('is read from the role column of %s', async (table) => {
    db = await createTestDatabase({ isMigrated: false })
    await db.exec('create table public.profiles (id uuid primary key, role text)')
    for (const { sql } of migrations) await db.exec(sql)
    const acme = await db.addOrganization('Acme')
    const ann = await db.addUser('ann@example.com', { organization: acme })
    const sam = await db.addUser('sam@example.com', {
      organization: acme,
      role: table === 'profiles' ? 'USER' : 'SUPER_ADMIN',
    })
    if (table === 'profiles') await db.sql(`insert into public.profiles values ($1, 'SUPER_ADMIN')`, [sam])
    await db.rpc(ann, 'calendar_connect', {
      provider: 'google',
      email: 'ann@example.com',
      organizationId: null,
      calendars: [],
    })
    const seen = (user: typeof ann) => db?.asUser(user, (sql) => sql('select email from public.calendar_accounts'))
    expect(await seen(sam)).toEqual([{ email: 'ann@example.com' }])
  })

  test('a member who is marked as not active is none', async () => {
    db = await createTestDatabase({ isMigrated: false })
    await db.exec('alter table public.user_organizations add column is_active boolean not null default true')
    for (const { sql } of migrations) await db.exec(sql)
    const acme = await db.addOrganization('Acme')
    const ann = await db.addUser('ann@example.com', { organization: acme })
    await db.sql('update public.user_organizations set is_active = false')
    expect(await db.rpc(ann, 'calendar_organizations', {})).toEqual([])
  })
})
