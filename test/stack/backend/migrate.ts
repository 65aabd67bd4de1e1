import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { migrationsFolder } from './paths.ts'

export type Migration = { readonly version: string; readonly name: string; readonly sql: string }

/** The project's migrations in the order in which the Supabase CLI applies them. */
export async function readMigrations(folder = migrationsFolder): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  return Promise.all(
    files.map(async (file) => {
      const [version = '', ...name] = file.replace(/\.sql$/, '').split('_')
      return { version, name: name.join('_'), sql: await readFile(join(folder, file), 'utf8') }
    }),
  )
}

/**
 * Applies what the database has not seen yet, or saw with another text; running a migration twice is harmless.
 * Answers the names of what was applied.
 */
export async function migrate(db: PGlite, migrations: readonly Migration[]): Promise<string[]> {
  await db.exec(`create schema if not exists local_stack;
    create table if not exists local_stack.migrations (version text primary key, name text not null, sql text not null)`)
  const { rows } = await db.query<{ version: string; sql: string }>('select version, sql from local_stack.migrations')
  const seen = new Map(rows.map((row) => [row.version, row.sql]))
  const pending = migrations.filter((migration) => seen.get(migration.version) !== migration.sql)
  for (const { version, name, sql } of pending) {
    await db.exec(sql).catch((error: unknown) => {
      throw new Error(`migration ${version}_${name} failed: ${String(error)}`, { cause: error })
    })
    await db.query(
      `insert into local_stack.migrations (version, name, sql) values ($1, $2, $3)
       on conflict (version) do update set name = excluded.name, sql = excluded.sql`,
      [version, name, sql],
    )
  }
  return pending.map(({ version, name }) => `${version}_${name}`)
}
