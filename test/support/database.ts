import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import type { CrmClient } from '../../lib/crm/client.ts'
import { translate } from '../../lib/crm/errors.ts'
import { createCrmPort } from '../../lib/crm/port.ts'
import { storable } from '../../lib/crm/storable.ts'
import type { OrganizationId, UserId } from '../../lib/model/ids.ts'
import type { CrmPort } from '../../lib/sync/ports.ts'
import { crmSchema, type Variant } from './crm-schema.ts'
import { supabaseEnvironment } from './supabase-environment.ts'

const root = join(import.meta.dirname, '../..')
export const migrations = readdirSync(join(root, 'migrations'))
  .filter((name) => name.endsWith('.sql'))
  .sort()
  .map((name) => ({ name, sql: readFileSync(join(root, 'migrations', name), 'utf8') }))

export type Query = <Row = Record<string, unknown>>(text: string, params?: unknown[]) => Promise<Row[]>

/** A real Postgres in this process: Supabase's roles and auth schema, a CRM's tables, and our migrations. */
export type TestDatabase = {
  readonly variant: Variant
  /** As the owner of the tables (hosted Supabase's `postgres`): row-level security does not apply. */
  readonly sql: Query
  /** Several statements as the owner. */
  exec(text: string): Promise<void>
  /** One transaction as role `authenticated` with the user's token; null: as `anon`. */
  asUser<Answer>(user: UserId | null, run: (sql: Query) => Promise<Answer>): Promise<Answer>
  /** Calls a function of schema public with one jsonb argument, as the Data API does. */
  rpc<Answer = unknown>(user: UserId | null, name: string, p: unknown): Promise<Answer>
  addOrganization(name: string): Promise<OrganizationId>
  addUser(email: string, options?: { organization?: OrganizationId; role?: string }): Promise<UserId>
  /** Empties every table, for the next test; faster than another database. The schema stays as it is. */
  reset(): Promise<void>
  close(): Promise<void>
}

export type DatabaseOptions = {
  readonly variant?: Variant /** false: the CRM's tables only */
  readonly isMigrated?: boolean
}

/** A fresh database; the first one of a kind is dumped and later ones start from that dump. */
export async function createTestDatabase(options: DatabaseOptions = {}): Promise<TestDatabase> {
  const variant = options.variant ?? 'uuid'
  const scripts = [
    supabaseEnvironment,
    'set role crm_owner',
    crmSchema(variant),
    ...(options.isMigrated === false ? [] : migrations.map((m) => m.sql)),
  ]
  const pg = await fromTemplate(scripts)
  await pg.exec('set role crm_owner')
  return openTestDatabase(pg, variant)
}

async function fromTemplate(scripts: readonly string[]): Promise<PGlite> {
  const cache = join(root, 'node_modules/.cache/test-database')
  const file = join(cache, `${createHash('sha256').update(scripts.join('\0')).digest('hex').slice(0, 20)}.tar`)
  try {
    return await PGlite.create({ loadDataDir: new Blob([readFileSync(file)]) })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const pg = await PGlite.create()
  for (const script of scripts) await pg.exec(script)
  await pg.exec('reset role')
  mkdirSync(cache, { recursive: true })
  writeFileSync(`${file}.${process.pid}`, new Uint8Array(await (await pg.dumpDataDir('none')).arrayBuffer()))
  renameSync(`${file}.${process.pid}`, file)
  return pg
}

function openTestDatabase(pg: PGlite, variant: Variant): TestDatabase {
  const sql: Query = async <Row>(text: string, params?: unknown[]) => (await pg.query<Row>(text, params)).rows

  async function asUser<Answer>(user: UserId | null, run: (sql: Query) => Promise<Answer>): Promise<Answer> {
    return pg.transaction(async (tx: Transaction) => {
      const role = user === null ? 'anon' : 'authenticated'
      const claims = JSON.stringify(user === null ? { role } : { role, sub: user })
      await tx.query(`select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)`, [role, claims])
      return run(async <Row>(text: string, params?: unknown[]) => (await tx.query<Row>(text, params)).rows)
    })
  }

  return {
    variant,
    sql,
    exec: async (text) => void (await pg.exec(text)),
    asUser,
    async rpc<Answer>(user: UserId | null, name: string, p: unknown): Promise<Answer> {
      return asUser(user, async (query) => {
        const [row] = await query<{ answer: Answer }>(`select public.${name}($1::jsonb) as answer`, [JSON.stringify(p)])
        return row?.answer as Answer
      })
    },
    async addOrganization(name) {
      const [row] = await sql<{ id: OrganizationId }>(
        'insert into public.organizations (name) values ($1) returning id::text',
        [name],
      )
      if (!row) throw new Error('no organisation')
      return row.id
    },
    async addUser(email, { organization, role = 'USER' } = {}) {
      const [row] = await sql<{ id: UserId }>('insert into auth.users (email) values ($1) returning id::text', [email])
      if (!row) throw new Error('no user')
      if (variant === 'profiles') {
        await sql('insert into public.profiles (id, organization_id, role) values ($1, $2, $3)', [
          row.id,
          organization ?? null,
          role,
        ])
      } else if (organization) {
        await sql('insert into public.user_organizations (user_id, organization_id, role) values ($1, $2, $3)', [
          row.id,
          organization,
          role,
        ])
      }
      return row.id
    },
    async reset() {
      await pg.exec('reset role; reset timezone')
      const [tables] = await sql<{ all: string }>(
        `select string_agg(oid::regclass::text, ', ') as all from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
      )
      await pg.exec(
        `truncate auth.users, calendar_sync.feed, calendar_sync.leases, ${tables?.all} restart identity cascade; set role crm_owner`,
      )
    },
    close: () => pg.close(),
  }
}

/** Production SQL and production parsing, without HTTP between them. */
export function crmClientOf(database: Pick<TestDatabase, 'rpc'>, user: UserId): Pick<CrmClient, 'call'> {
  return {
    call: async (name, p) => {
      try {
        return await database.rpc(user, name, storable(p))
      } catch (error) {
        const { code = '', message = '' } = error as { code?: string; message?: string }
        throw translate({ status: 400, code, message })
      }
    },
  }
}

export const crmPortOf = (database: Pick<TestDatabase, 'rpc'>, user: UserId): CrmPort =>
  createCrmPort(crmClientOf(database, user))
