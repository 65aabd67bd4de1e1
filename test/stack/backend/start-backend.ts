import { openDatabase } from './database.ts'
import { createGateway } from './gateway.ts'
import { publishableKey, serviceKey } from './keys.ts'
import { listen } from './listen.ts'
import { migrate, readMigrations } from './migrate.ts'
import { createQueue } from './queue.ts'
import { createSql, type Sql } from './sql.ts'
import { createSwitches, type Switches } from './switches.ts'
import { createTraffic, type Traffic } from './traffic.ts'

export type BackendOptions = {
  /** 0 takes a free one. */
  readonly port: number
  /** Keeps the data there; a second start continues with it. Without it everything is in memory. */
  readonly dataDir?: string
  readonly log?: (line: string) => void
  /** false: the CRM's database before anybody installed calendar sync. Default true. */
  readonly isMigrated?: boolean
  /** false: people and organisations, but no contacts and appointments. Default true. */
  readonly isSeeded?: boolean
  /** How long an access token lives. Default 3600. */
  readonly sessionSeconds?: number
}

export type Backend = {
  readonly url: string
  readonly publishableKey: string
  readonly serviceKey: string
  /** Past every policy, as the owner of the database. Several statements only without params; answers the last one's rows. */
  readonly sql: Sql
  /** Applies the migrations that are pending and answers their names. */
  readonly migrate: () => Promise<string[]>
  readonly requests: Traffic['requests']
  readonly traffic: Traffic
  readonly switches: Switches
  readonly close: () => Promise<void>
}

/** A Supabase-compatible project on 127.0.0.1: Postgres with row-level security, the Data API and Auth. */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const { port, log = () => undefined, isMigrated = true, isSeeded = true, sessionSeconds = 3600 } = options
  const { app, connection, db } = await openDatabase({ ...options, log, isMigrated, isSeeded, sessionSeconds })
  const queue = createQueue()
  const switches = createSwitches()
  const traffic = createTraffic()
  const serveRequest = (request: Request) => queue(async () => app.fetch(request, { peerAddress: '127.0.0.1' }))
  const gateway = createGateway({ serve: serveRequest, switches, traffic })
  const { url, close } = await listen(gateway.fetch, port)
  log(`supabase ${url}`)
  return {
    url,
    publishableKey,
    serviceKey,
    sql: createSql(connection, queue),
    migrate: () =>
      queue(async () => {
        const applied = await migrate(db, await readMigrations())
        await connection.clearSchemaCache()
        return applied
      }),
    requests: traffic.requests,
    traffic,
    switches,
    close: async () => {
      await close()
      await queue(() => connection.close())
    },
  }
}
