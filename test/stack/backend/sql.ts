import type { PgliteConnection } from '@supabase/lite/pglite'
import type { Queue } from './queue.ts'

export type Sql = <Row extends object = Record<string, unknown>>(
  query: string,
  params?: readonly unknown[],
) => Promise<Row[]>

/** Several statements in one go; the rows of the last one. */
async function execAll<Row extends object>(db: PgliteConnection['driver'], query: string): Promise<Row[]> {
  const results = await db.exec(query)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller names the columns, as with db.query<Row>
  return (results.at(-1)?.rows ?? []) as Row[]
}

export function createSql(connection: PgliteConnection, queue: Queue): Sql {
  const db = connection.driver
  return <Row extends object>(query: string, params: readonly unknown[] = []) =>
    queue(async () => {
      const rows = params.length > 0 ? (await db.query<Row>(query, [...params])).rows : await execAll<Row>(db, query)
      // As hosted Supabase's event trigger tells PostgREST to read the schema anew after DDL.
      if (/\b(create|alter|drop)\b/i.test(query)) await connection.clearSchemaCache()
      return rows
    })
}
