import type { Database } from './db.ts'

/** One value the worker keeps in IndexedDB, out of every page's reach. */
export type KeptItem<T> = {
  get(): Promise<T | null>
  set(value: T): Promise<void>
  remove(): Promise<void>
}

export function keptItem<T>(db: Database, key: string): KeptItem<T> {
  return {
    get: async () => ((await db.kept.get(key))?.value as T | undefined) ?? null,
    set: async (value) => {
      await db.kept.put({ key, value })
    },
    remove: () => db.kept.delete(key),
  }
}

/** The storage that auth-js wants, over the same table. */
export const keptTexts = (db: Database) => ({
  getItem: (key: string) => keptItem<string>(db, key).get(),
  setItem: (key: string, value: string) => keptItem<string>(db, key).set(value),
  removeItem: (key: string) => keptItem<string>(db, key).remove(),
})
