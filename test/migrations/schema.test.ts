import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, migrations, type TestDatabase } from '../support/database.ts'
import { openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

describe("the guide's monitoring queries", () => {
  test('the sync log, as the guide writes it', async () => {
    const device = world.openDevice('desk')
    await device.pull()
    await device.commit([world.importOf('Standup')], { counts: { imported: 1 } })
    const rows = await world.db.sql(`SELECT * FROM calendar_sync_log
ORDER BY created_at DESC
LIMIT 10;`)
    expect(rows).toMatchObject([{ trigger: 'manual', status: 'success', imported: 1, exported: 0 }])
  })

  test('the account mappings, as the guide writes it', async () => {
    const rows = await world.db.sql(`SELECT 
  ca.email,
  ca.provider,
  ca.connected,
  ca.last_sync,
  COUNT(cem.id) as mapped_events
FROM calendar_accounts ca
LEFT JOIN calendar_event_mappings cem ON ca.id = cem.calendar_account_id
GROUP BY ca.id, ca.email, ca.provider, ca.connected, ca.last_sync;`)
    expect(rows).toMatchObject([{ email: 'ann@example.com', provider: 'google', connected: true, mapped_events: 1 }])
    expect(rows[0]?.last_sync).toBeInstanceOf(Date)
  })
})

describe('what the migrations leave behind', () => {
  const ours = `select c.oid, c.relname from pg_class c where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'calendar_sync'::regnamespace)
    and (c.relnamespace = 'calendar_sync'::regnamespace or c.relname like 'calendar\\_%')`

  test('every table has row-level security', async () => {
    const rows = await world.db.sql<{ relname: string }>(
      `select t.relname from (${ours}) t join pg_class c using (oid) where not c.relrowsecurity`,
    )
    expect(rows).toEqual([])
  })

  test('anon is granted nothing, in tables and in functions', async () => {
    const tables = await world.db.sql(`select relname from (${ours}) t
      where has_table_privilege('anon', oid, 'select, insert, update, delete, truncate, references, trigger')`)
    const functions =
      await world.db.sql(`select proname from pg_proc where has_function_privilege('anon', oid, 'execute')
      and (pronamespace = 'calendar_sync'::regnamespace or pronamespace = 'public'::regnamespace and proname like 'calendar\\_%')`)
    const schema = await world.db.sql(`select has_schema_privilege('anon', 'calendar_sync', 'usage') as allowed`)
    expect({ tables, functions, schema }).toEqual({ tables: [], functions: [], schema: [{ allowed: false }] })
  })

  test('users cannot delete anything of ours, and reach neither feed nor leases', async () => {
    const rows = await world.db.sql<{ relname: string }>(
      `select relname from (${ours}) t where has_table_privilege('authenticated', oid, 'delete, truncate')`,
    )
    expect(rows).toEqual([])
    for (const table of ['feed', 'leases', 'epoch']) {
      await expect(world.db.asUser(world.ann, (sql) => sql(`select * from calendar_sync.${table}`))).rejects.toThrow(
        /permission denied/,
      )
    }
  })

  test('one policy per operation, for authenticated only, named by a sentence', async () => {
    const rows = await world.db.sql<{ tablename: string; policyname: string; cmd: string; roles: string }>(
      `select tablename, policyname, cmd, roles::text from pg_policies where tablename like 'calendar\\_%'`,
    )
    expect(rows.length).toBeGreaterThan(15)
    expect(
      rows.filter(
        ({ roles, cmd, policyname }) =>
          roles !== '{authenticated}' || cmd === 'ALL' || !/^Users can .+ .+/.test(policyname),
      ),
    ).toEqual([])
    expect(new Set(rows.map(({ tablename, cmd }) => `${tablename} ${cmd}`)).size).toBe(rows.length)
  })

  test('every function has an empty search path; those that pass row-level security are not exposed', async () => {
    const rows = await world.db.sql<{ proname: string; schema: string; prosecdef: boolean; path: string | null }>(
      `select proname, pronamespace::regnamespace::text as schema, prosecdef, proconfig::text as path from pg_proc
       where pronamespace = 'calendar_sync'::regnamespace or (pronamespace = 'public'::regnamespace and proname like 'calendar\\_%')`,
    )
    expect(rows.filter(({ path }) => path !== '{"search_path=\\"\\""}').map(({ proname }) => proname)).toEqual([])
    expect(rows.filter(({ schema, prosecdef }) => schema === 'public' && prosecdef)).toEqual([])
    expect(
      rows
        .filter(({ schema }) => schema === 'public')
        .map(({ proname }) => proname)
        .toSorted(),
    ).toEqual([
      'calendar_begin',
      'calendar_commit',
      'calendar_configure',
      'calendar_connect',
      'calendar_disconnect',
      'calendar_organizations',
      'calendar_pull',
      'calendar_resolve',
    ])
  })

  test('every foreign key that deletes or nulls has an index to find its rows', async () => {
    const rows = await world.db.sql(`select k.conrelid::regclass::text as child, k.conname from pg_constraint k
      where k.contype = 'f' and k.conrelid in (select oid from (${ours}) t) and k.confrelid <> 'auth.users'::regclass
        and not exists (select from pg_index i where i.indrelid = k.conrelid and i.indkey[0] = k.conkey[1] and i.indpred is null)`)
    expect(rows).toEqual([])
  })
})

describe('running the migrations', () => {
  let db: TestDatabase
  afterAll(() => db.close())

  test('all of them twice changes no row and no rule', async () => {
    db = await createTestDatabase({ variant: 'full' })
    const acme = await db.addOrganization('Acme')
    const ann = await db.addUser('ann@example.com', { organization: acme })
    await db.rpc(ann, 'calendar_connect', {
      provider: 'google',
      email: 'ann@example.com',
      organizationId: null,
      calendars: [],
    })
    const snapshot = async () => ({
      accounts: await db.sql('select * from public.calendar_accounts'),
      epoch: await db.sql('select * from calendar_sync.epoch'),
      policies: await db.sql('select tablename, policyname, cmd, qual, with_check from pg_policies order by 1, 2'),
      grants: await db.sql(`select grantee, table_name, privilege_type from information_schema.role_table_grants
        where table_schema in ('public', 'calendar_sync') order by 1, 2, 3`),
      functions: await db.sql(
        `select oid::regprocedure::text, proacl::text, prosecdef from pg_proc where pronamespace = 'calendar_sync'::regnamespace order by 1`,
      ),
      triggers: await db.sql(
        `select tgrelid::regclass::text, tgname from pg_trigger where not tgisinternal order by 1, 2`,
      ),
    })
    const before = await snapshot()
    for (const { sql } of migrations) await db.exec(sql)
    expect(await snapshot()).toEqual(before)
  })

  test.each(migrations.map(({ name }) => name))('%s is lower case, one concern, and named by its time', (name) => {
    expect(name).toMatch(/^\d{14}_[a-z_]+\.sql$/)
    const sql = migrations.find((migration) => migration.name === name)?.sql ?? ''
    expect(sql.replaceAll(/--.*|'[^']*'|"[^"]*"/g, '')).not.toMatch(
      /\b(SELECT|CREATE|UPDATE|INSERT|WHERE|GRANT|TABLE)\b/,
    )
    expect(sql.startsWith('-- ')).toBe(true)
  })
})
