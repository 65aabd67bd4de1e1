import { type ErrorCode, isSyncError, SyncError } from '../../lib/model/errors.ts'
import type { RunId } from '../../lib/model/ids.ts'
import { noCounts, type Run, type Trigger } from '../../lib/model/run.ts'
import { toInstant } from '../../lib/model/time.ts'
import type { Database } from '../../lib/store/db.ts'
import { keptItem } from '../../lib/store/kept.ts'
import type { Problem } from '../../lib/store/status.ts'
import { isInForce } from '../../lib/sync/pause.ts'
import type { SyncReport } from '../../lib/sync/report.ts'
import { syncAll } from '../../lib/sync/sync-all.ts'
import { scheduleAt, scheduleHealing, scheduleNext, scheduleSoon } from './alarms.ts'
import type { Connection } from './connection.ts'
import { keepAwake } from './keep-awake.ts'
import type { Publisher } from './publish.ts'
import { accountViews, heldId, needViews, type OfferedPreview, previewOf } from './views.ts'

/** A run stops by itself before the browser would end its event. */
const budgetMs = 4 * 60_000
const keptRuns = 200
const progressEveryMs = 300

export type Runner = {
  /** Runs, or joins the run that is under way. */
  sync(trigger: Trigger): Promise<void>
  /** Plans without writing; waits for a run that is under way. */
  preview(): Promise<void>
}

type RunnerParts = {
  readonly db: Database
  readonly publisher: Publisher
  /** @throws SyncError auth-expired when nobody is signed in, not-set-up when no CRM is configured */
  readonly connect: () => Promise<Connection>
}

export const offeredPreview = (db: Database) => keptItem<OfferedPreview>(db, 'offered-preview')
export const heldMappings = (db: Database) => keptItem<Readonly<Record<string, readonly string[]>>>(db, 'held')

/** One sync at a time in this browser; what it finds goes to log, views and status. */
export function createRunner({ db, publisher, connect }: RunnerParts): Runner {
  let current: { readonly isPreview: boolean; readonly done: Promise<void> } | null = null

  /** Joins what is under way if it is of the same kind, else waits for it. */
  async function alone(isPreview: boolean, work: () => Promise<void>): Promise<void> {
    for (let other = current; other && other.isPreview !== isPreview; other = current) await other.done
    current ??= {
      isPreview,
      done: keepAwake(work).finally(() => {
        current = null
      }),
    }
    return current.done
  }

  async function run(trigger: Trigger, isPreview: boolean): Promise<void> {
    const runId = crypto.randomUUID() as RunId
    const startedAt = toInstant(Date.now())
    await scheduleHealing()
    await noteDeadRuns(db)
    const begun: Run = {
      id: runId,
      trigger,
      status: 'running',
      startedAt,
      finishedAt: null,
      counts: noCounts,
      errorCodes: [],
    }
    if (!isPreview) await db.runs.put(begun)
    await publisher.change({ phase: { kind: 'syncing', startedAt, done: 0, total: null } })
    try {
      const connection = await connect()
      const ports = connection.syncPorts(runId, progressWriter(publisher, startedAt))
      const report = await syncAll(ports, { trigger, userId: connection.userId, budgetMs, isPreview })
      await finish(connection, begun, report, isPreview)
    } catch (error) {
      await fail(begun, error, isPreview)
    }
  }

  async function finish(connection: Connection, begun: Run, report: SyncReport, isPreview: boolean): Promise<void> {
    const now = toInstant(Date.now())
    const marks = await connection.store.marks()
    const next = nextTry(report, Object.values(marks.pauses))
    const nextMs = report.isUnfinished ? await scheduleSoon() : next ? await scheduleAt(next) : await scheduleNext()
    const problem = problemOf(report, next)
    const refused = new Set(
      report.troubles.filter(({ error }) => error.code === 'auth-expired').map(({ account }) => account.id),
    )
    await publisher.accounts(accountViews(report.answer, refused))
    if (report.plan || refused.size > 0) await publisher.needs(needViews(report))
    const preview = report.plan ? previewOf(report, marks.consent?.calendars ?? []) : undefined
    if (preview) await offeredPreview(db).set(preview.offered)
    if (report.plan) await heldMappings(db).set(heldIn(report))
    if (!isPreview) {
      const { status, counts, errorCodes } = report
      await db.runs.put({ ...begun, status, counts, errorCodes, finishedAt: now })
      const changedInCrm = report.changedInCrm
      await publisher.lastRun.set({ id: begun.id, trigger: begun.trigger, status, counts, changedInCrm, problem })
      await forgetOldRuns(db)
    }
    const isClean = report.status === 'success' || report.status === 'held'
    const before = await publisher.overview()
    await publisher.change({
      phase: { kind: 'idle' },
      problem,
      organizationName: report.answer.organizations[0]?.name ?? null,
      nextCheckAt: toInstant(nextMs),
      ...(isClean && !isPreview && { lastSyncAt: now }),
      ...(report.state && { checked: linkedCount(report) }),
      ...(preview !== undefined && { preview: before.connect.kind === 'choose' ? null : (preview?.view ?? null) }),
    })
  }

  async function fail(begun: Run, error: unknown, isPreview: boolean): Promise<void> {
    const known = isSyncError(error) ? error : new SyncError('unavailable', 'unexpected', { cause: error })
    if (!isSyncError(error)) console.error('calendar sync: unexpected', error)
    const nextMs = known.retryAfterMs ? await scheduleAt(Date.now() + known.retryAfterMs) : await scheduleNext()
    const problem: Problem = { code: known.code, provider: null, nextTryAt: toInstant(nextMs) }
    if (!isPreview) {
      const ended = { ...begun, status: 'failed' as const, errorCodes: [known.code], finishedAt: toInstant(Date.now()) }
      await db.runs.put(ended)
      await publisher.lastRun.set({
        id: begun.id,
        trigger: begun.trigger,
        status: 'failed',
        counts: noCounts,
        changedInCrm: 0,
        problem,
      })
    }
    const isSignedOut = known.code === 'auth-expired' && (await publisher.overview()).user !== null
    await publisher.change({
      phase: { kind: 'idle' },
      problem: known.code === 'auth-expired' ? null : problem,
      nextCheckAt: toInstant(nextMs),
      ...(isSignedOut && { user: null, wasSignedOut: true }),
    })
  }

  return {
    sync: (trigger) => alone(false, () => run(trigger, false)),
    preview: () => alone(true, () => run('manual', true)),
  }
}

/** A run that still says "running" belongs to a worker that died: it never reads as a success. */
async function noteDeadRuns(db: Database): Promise<void> {
  await db.runs.filter(({ status }) => status === 'running').modify({ status: 'failed' })
}

async function forgetOldRuns(db: Database): Promise<void> {
  const old = await db.runs.orderBy('startedAt').reverse().offset(keptRuns).primaryKeys()
  await db.runs.bulkDelete(old)
}

function progressWriter(publisher: Publisher, startedAt: Run['startedAt']) {
  let writtenMs = 0
  return (done: number, total: number | null) => {
    if (Date.now() - writtenMs < progressEveryMs) return
    writtenMs = Date.now()
    void publisher.change({ phase: { kind: 'syncing', startedAt, done, total } })
  }
}

function nextTry(report: SyncReport, pauses: readonly { until: string; code: ErrorCode }[]): number | null {
  const now = toInstant(Date.now())
  const times = pauses.filter((pause) => isInForce(pause as never, now)).map(({ until }) => Date.parse(until))
  if (report.heldUntil) times.push(Date.parse(report.heldUntil))
  return times.length > 0 ? Math.min(...times) : null
}

function problemOf(report: SyncReport, next: number | null): Problem | null {
  const nextTryAt = next ? toInstant(next) : null
  if (report.heldUntil) return { code: 'lease-held', provider: null, nextTryAt }
  const trouble = report.troubles[0]
  return trouble ? { code: trouble.error.code, provider: trouble.account.provider, nextTryAt } : null
}

const linkedCount = ({ state, counts }: SyncReport) => {
  const settled = [...(state?.mirror.mappings.values() ?? [])].filter(
    ({ status }) => status === 'synced' || status === 'read_only',
  )
  return settled.length + counts.imported + counts.exported + counts.linked - counts.deleted
}

const heldIn = ({ plan }: SyncReport) =>
  Object.fromEntries(
    (plan?.waiting ?? []).flatMap((waiting) =>
      waiting.kind === 'held' ? [[heldId(waiting), waiting.mappings.map(({ id }) => id)]] : [],
    ),
  )
