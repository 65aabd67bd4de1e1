import Dexie, { type EntityTable, type Table } from 'dexie'
import type { Run } from '../model/run.ts'
import type { AccountView, NeedView, Overview } from './views.ts'

/** A value the worker keeps for itself: the Supabase session, cursors, this device's id. */
export type Kept = { readonly key: string; readonly value: unknown }
/** Up to 500 mirrored things in one record: whole-set reads and writes are far cheaper than row by row. */
export type Chunk = { readonly key: string; readonly rows: readonly unknown[] }

export type Database = Dexie & {
  overview: EntityTable<Overview, 'key'>
  accounts: EntityTable<AccountView, 'id'>
  needs: EntityTable<NeedView, 'id'>
  runs: EntityTable<Run, 'id'>
  kept: Table<Kept, string>
  chunks: Table<Chunk, string>
}

/** The extension's database; pages read the views with liveQuery, only the worker writes. */
export function openDatabase(name = 'calendar-sync'): Database {
  const db = new Dexie(name) as Database
  db.version(1).stores({
    overview: 'key',
    accounts: 'id',
    needs: 'id',
    runs: 'id, startedAt',
    kept: 'key',
    chunks: 'key',
  })
  return db
}
