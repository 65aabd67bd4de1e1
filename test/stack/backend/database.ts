import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ParserOptions, PGlite } from '@electric-sql/pglite'
import { uuid_ossp } from '@electric-sql/pglite/contrib/uuid_ossp'
import { App } from '@supabase/lite'
import { createPgliteConnection, type PgliteConnection } from '@supabase/lite/pglite'
import { jwtSecret, resolveKey } from './keys.ts'
import { type Migration, migrate, readMigrations } from './migrate.ts'
import { crmSchemaSql, crmSeedSql, hostedProjectSql, templateInputs, vaultSql } from './paths.ts'
import { answerErrorsAsPostgrest } from './postgrest-errors.ts'
import { quietLite } from './quiet-lite.ts'
import { openTemplate } from './template.ts'
import { addPeople } from './users.ts'

export type DatabaseOptions = {
  /** Where the data is kept; in memory without it. */
  readonly dataDir?: string
  readonly isMigrated: boolean
  readonly isSeeded: boolean
  readonly sessionSeconds: number
  readonly log: (line: string) => void
}

export type Database = { readonly app: App; readonly connection: PgliteConnection; readonly db: PGlite }

/** PostgREST's JSON forms; @supabase/lite 0.10.0 passes Postgres' own text through ("2026-01-01 10:00:00+00"). */
const parsers: ParserOptions = {
  1184: (timestamptz) => timestamptz.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'),
  1114: (timestamp) => timestamp.replace(' ', 'T'),
  17: (bytea) => bytea,
  1700: Number,
}

const execFile = async (db: PGlite, file: string) => db.exec(await readFile(file, 'utf8'))

async function connect(dataDir: string | undefined, template: Blob | null): Promise<Database['connection']> {
  const connection = await createPgliteConnection({
    ...(dataDir && { url: dataDir }),
    pgliteOptions: { extensions: { uuid_ossp }, parsers, ...(template && { loadDataDir: template }) },
  })
  await connection.driver.waitReady
  answerErrorsAsPostgrest(connection)
  // On the first request lite grants everything on every table to anon and authenticated, which undoes the migrations'
  // revokes. 'active' says that this was done; hosted-project.sql sets Supabase's default privileges instead.
  Object.assign(connection, { rlsState: 'active' })
  // As for hosted Supabase's postgres and authenticator roles.
  await connection.driver.exec('set search_path to "$user", public, extensions')
  return connection
}

const createApp = (connection: PgliteConnection, sessionSeconds: number) =>
  new App({
    connection,
    api: { schemas: ['public'] },
    auth: {
      enabled: true,
      jwt_secret: jwtSecret,
      jwt_expiry: sessionSeconds,
      enable_signup: false,
      email: { enable_confirmations: false },
    },
    options: { server: { disableStudio: true, apiKeys: { resolver: resolveKey } } },
  })

/** Everything but what is relative to today. */
async function build(app: App, db: PGlite, migrations: readonly Migration[]): Promise<void> {
  await execFile(db, hostedProjectSql)
  await app.ensureSystemSchema()
  // Missing in lite 0.10.0; security invoker functions that call auth.uid() would answer 42501.
  await db.exec('grant usage on schema auth to anon, authenticated, service_role')
  await execFile(db, vaultSql)
  await execFile(db, crmSchemaSql)
  await addPeople(db)
  await migrate(db, migrations)
}

/** Opens the database of a data dir, or makes a new one: CRM tables, people, migrations, then appointments. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  quietLite()
  const { dataDir, isMigrated, sessionSeconds, log } = options
  const migrations = isMigrated ? await readMigrations() : []
  if (!dataDir) return createDatabase(undefined, migrations, options)
  const cluster = join(dataDir, 'cluster')
  // Written last, so that a first start that was interrupted is begun anew.
  const complete = join(dataDir, 'complete')
  if (!existsSync(complete)) {
    await rm(cluster, { recursive: true, force: true })
    const database = await createDatabase(cluster, migrations, options)
    await writeFile(complete, '')
    return database
  }
  const connection = await connect(cluster, null)
  const app = createApp(connection, sessionSeconds)
  for (const name of await migrate(connection.driver, migrations)) log(`migrated ${name}`)
  return { app: await app.init(), connection, db: connection.driver }
}

/** Databases from one template would pass for the same one, and devices would trust cursors of the other. */
const beginEpoch = `do $$ begin
  if to_regclass('calendar_sync.epoch') is not null then update calendar_sync.epoch set id = gen_random_uuid(); end if;
end $$`

async function createDatabase(
  cluster: string | undefined,
  migrations: readonly Migration[],
  { isMigrated, isSeeded, sessionSeconds, log }: DatabaseOptions,
): Promise<Database> {
  const sources = [hostedProjectSql, vaultSql, crmSchemaSql, ...templateInputs]
  const template = openTemplate(isMigrated ? 'migrated' : 'plain', [
    ...(await Promise.all(sources.map((file) => readFile(file, 'utf8')))),
    ...migrations.map(({ sql }) => sql),
  ])
  const dump = await template.load()
  const connection = await connect(cluster, dump)
  const app = createApp(connection, sessionSeconds)
  const db = connection.driver
  if (!dump) {
    log('building the database')
    await build(app, db, migrations)
    const keep = template.save(await db.dumpDataDir('none'))
    await keep.catch((error: unknown) => log(`the next start is as slow: ${String(error)}`))
  }
  await db.exec(beginEpoch)
  if (isSeeded) await execFile(db, crmSeedSql)
  return { app: await app.init(), connection, db }
}
