import type { Counts } from '../lib/model/run.ts'
import type { SyncReport } from '../lib/sync/report.ts'
import { type Amounts, bounds, budgetOf, type Job } from './bounds.ts'
import type { Desk } from './desk.ts'
import type { StoreTraffic } from './store-traffic.ts'
import type { Traffic } from './traffic.ts'

/** One job, done once and counted. */
export type Counted = {
  readonly job: Job
  readonly all: number
  readonly calendar: Traffic
  readonly crm: Traffic
  readonly requests: number
  readonly bound: number
  readonly budget: number
  /** Rows inserted, changed and deleted in Postgres, the sync's own tables included. */
  readonly rowsInCrm: number
  readonly writesAtCalendar: number
  readonly store: StoreTraffic
  /** From start to end, and without the time the two sides took to answer. */
  readonly tookMs: number
  readonly engineMs: number
}

/**
 * Counts what a sync needs.
 * @throws Error when it did something else than it should: counts of a sync that failed say nothing
 */
export async function countJob(
  desk: Desk,
  job: Job,
  {
    expected,
    run = () => desk.sync(),
    ...amounts
  }: Amounts & { expected: Partial<Counts>; run?: () => Promise<SyncReport> },
): Promise<Counted> {
  desk.reset()
  const rowsBefore = await rowsWritten(desk)
  const startedMs = performance.now()
  const report = await run()
  const tookMs = performance.now() - startedMs
  const calendar = { ...desk.calendar }
  const crm = { ...desk.crm }
  const store = { ...desk.store }
  mustBe(job, report, expected)
  const bound = bounds[job](amounts)
  return {
    job,
    all: amounts.all,
    calendar,
    crm,
    requests: calendar.requests + crm.requests,
    bound,
    budget: budgetOf(bound),
    rowsInCrm: (await rowsWritten(desk)) - rowsBefore,
    writesAtCalendar: desk.google.counters.writes,
    store,
    tookMs,
    engineMs: tookMs - calendar.waitedMs - crm.waitedMs,
  }
}

function mustBe(job: Job, { status, counts, errorCodes }: SyncReport, expected: Partial<Counts>): void {
  const differs = Object.entries(counts).some(([key, count]) => count !== (expected[key as keyof Counts] ?? 0))
  if (status !== 'success' || differs) {
    throw new Error(`${job}: ${status} ${JSON.stringify({ counts, expected, errorCodes })}`)
  }
}

/** By Postgres's own count. https://www.postgresql.org/docs/current/monitoring-stats.html */
async function rowsWritten({ db }: Desk): Promise<number> {
  await db.sql('select pg_stat_force_next_flush()')
  const [row] = await db.sql<{ rows: number }>(
    `select sum(n_tup_ins + n_tup_upd + n_tup_del)::int as rows from pg_stat_user_tables
     where schemaname in ('public', 'calendar_sync')`,
  )
  return row?.rows ?? 0
}
