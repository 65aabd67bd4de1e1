import type { DBCore, DBCoreTable } from 'dexie'
import type { Database } from '../lib/store/db.ts'

/** What a job read from and wrote to the device's own database. */
export type StoreTraffic = {
  /** Records of the mirror, each with some hundred rows, and the rows in them. */
  chunks: number
  rows: number
  bytesWritten: number
  bytesRead: number
}

export const noStoreTraffic = (): StoreTraffic => ({ chunks: 0, rows: 0, bytesWritten: 0, bytesRead: 0 })

type Rows = { readonly rows?: readonly unknown[] }

const sizeOf = (value: unknown) => (value === undefined ? 0 : JSON.stringify(value).length)

/** Counts below Dexie, so that nothing it writes is missed. To be called before the database is used. */
export function countStore(db: Database, traffic: StoreTraffic): void {
  const note = (values: readonly unknown[]) => {
    for (const value of values) traffic.bytesRead += sizeOf(value)
  }
  const counted = (table: DBCoreTable): DBCoreTable => ({
    ...table,
    async mutate(request) {
      if (request.type === 'put' || request.type === 'add') {
        for (const value of request.values as Rows[]) {
          traffic.bytesWritten += sizeOf(value)
          if (table.name !== 'chunks') continue
          traffic.chunks += 1
          traffic.rows += value.rows?.length ?? 0
        }
      }
      return table.mutate(request)
    },
    async get(request) {
      const found: unknown = await table.get(request)
      note([found])
      return found
    },
    async query(request) {
      const answer = await table.query(request)
      if (request.values) note(answer.result)
      return answer
    },
    async openCursor(request) {
      const cursor = await table.openCursor(request)
      if (!cursor) return cursor
      const start = cursor.start.bind(cursor)
      cursor.start = (onNext) =>
        start(() => {
          if (request.values) note([cursor.value])
          onNext()
        })
      return cursor
    },
  })
  db.use({
    stack: 'dbcore',
    name: 'count',
    create: (core: DBCore) => ({ ...core, table: (name: string) => counted(core.table(name)) }),
  })
}
