import { type ErrorCode, isSyncError, SyncError } from '../../lib/model/errors.ts'
import type { RunId } from '../../lib/model/ids.ts'
import { noCounts, type Run, type Trigger } from '../../lib/model/run.ts'
import { toInstant } from '../../lib/model/time.ts'
import type { Database } from '../../lib/store/db.ts'
import { keptItem } from '../../lib/store/kept.ts'
import type { Problem } from '../../lib/store/status.ts'
import { asError, isInForce, pauseAfter } from '../../lib/sync/pause.ts'
import type { SyncReport } from '../../lib/sync/report.ts'
import type { Pause } from '../../lib/sync/store.ts'
import { syncAll } from '../../lib/sync/sync-all.ts'
import { scheduleAt, scheduleHealing, scheduleNext, scheduleSoon } from './alarms.ts'
import type { Connection } from './connection.ts'
import { keepAwake } from './keep-awake.ts'
import type { Publisher } from './publish.ts'
import { createRunLog, newRun, type RunLog } from './run-log.ts'
import { accountViews, begunBy, heldId, linkedCount, needViews, type OfferedPreview, previewOf } from './views.ts'

/** A run stops by itself before the browser would end its event. */
const budgetMs = 4 * 60_000
const progressEveryMs = 300

export type Runner = {
  /** For a worker that just started: what the one before had under way has ended with it. */
  recover(): Promise<void>
  /** Runs, or joins the run that is under way; as that one may have looked already, another follows soon. */
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
  const log = createRunLog(db)
  /** How long the CRM asked to be left alone; obeyed by a new worker too. Accounts have their own pauses in the mirror. */
  const crmPause = keptItem<Pause>(db, 'crm-pause')
  let current: { readonly isPreview: boolean; readonly done: Promise<void>; isJoined: boolean } | null = null

  /** Joins what is under way if it is of the same kind, else waits for it. */
  async function alone(isPreview: boolean, work: () => Promise<void>): Promise<void> {
    for (let other = current; other && other.isPreview !== isPreview; other = current) await other.done
    if (current) current.isJoined = true
    current ??= {
      isPreview,
      isJoined: false,
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
    const begun = newRun(runId, trigger, startedAt)
    if (!isPreview) await log.begin(begun)
    await publisher.change({ phase: { kind: 'syncing', startedAt, done: 0, total: null } })
    try {
      const pause = await crmPause.get()
      if (pause && isInForce(pause, startedAt)) throw asError(pause, startedAt)
      const connection = await connect()
      const ports = connection.syncPorts(runId, progressWriter(publisher, isPreview ? null : log, begun))
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
    const nextMs =
      report.isUnfinished || current?.isJoined
        ? await scheduleSoon()
        : next
          ? await scheduleAt(next)
          : await scheduleNext()
    const problem = problemOf(report, next, nextMs)
    const refused = new Set(
      report.troubles.filter(({ error }) => error.code === 'auth-expired').map(({ account }) => account.id),
    )
    const begunCalendars = begunBy(report, isPreview ? [] : (marks.consent?.calendars ?? []))
    await publisher.accounts(accountViews(report.answer, refused, begunCalendars))
    if (report.plan || refused.size > 0) await publisher.needs(needViews(report))
    const preview = report.plan ? previewOf(report, marks.consent?.calendars ?? []) : undefined
    if (preview) await offeredPreview(db).set(preview.offered)
    if (report.plan) await heldMappings(db).set(heldIn(report))
    const isClean = report.status === 'success' || report.status === 'held'
    if (!isPreview) {
      const { status, counts, errorCodes } = report
      const ended = { ...begun, status, counts, errorCodes }
      await log.end(ended)
      if (isClean) await log.healed(ended)
      const changedInCrm = report.changedInCrm
      await publisher.lastRun.set({ id: begun.id, trigger: begun.trigger, status, counts, changedInCrm, problem })
    }
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
    // A fault of our own says nothing about CRM or network; the sentence for it is only that the sync did not finish.
    const known = isSyncError(error) ? error : new SyncError('rejected', 'unexpected', { cause: error })
    if (!isSyncError(error)) console.error('calendar sync: unexpected', error)
    const pause = pauseAfter(known, toInstant(Date.now()))
    if (pause && !isInForce((await crmPause.get()) ?? undefined, toInstant(Date.now()))) await crmPause.set(pause)
    const nextMs = pause ? await scheduleAt(Date.parse(pause.until)) : await scheduleNext()
    const problem: Problem = { code: known.code, provider: null, nextTryAt: toInstant(nextMs) }
    if (!isPreview) {
      await log.end({ ...begun, status: 'failed', errorCodes: [known.code] })
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
    async recover() {
      await Promise.all([log.nothingRuns(), publisher.nothingUnderWay()])
    },
    sync: (trigger) => alone(false, () => run(trigger, false)),
    preview: () => alone(true, () => run('manual', true)),
  }
}

/** Tells how far a run is, not more often than a person can read it. */
function progressWriter(publisher: Publisher, log: RunLog | null, { id, startedAt }: Run) {
  let writtenMs = 0
  let first: number | null = null
  return (done: number, total: number | null) => {
    if (total === null || Date.now() - writtenMs < progressEveryMs) return
    writtenMs = Date.now()
    first ??= total
    void publisher.change({ phase: { kind: 'syncing', startedAt, done, total } })
    // Another amount is another plan of the same run: what was done before it is not in these numbers.
    void log?.progress(id, first === total ? { done, total } : null)
  }
}

function nextTry(report: SyncReport, pauses: readonly { until: string; code: ErrorCode }[]): number | null {
  const now = toInstant(Date.now())
  const times = pauses.filter((pause) => isInForce(pause as never, now)).map(({ until }) => Date.parse(until))
  if (report.heldUntil) times.push(Date.parse(report.heldUntil))
  return times.length > 0 ? Math.min(...times) : null
}

/** @param pausedUntil when somebody who asked to wait may be asked again; @param nextMs when the alarm rings, in epoch milliseconds */
function problemOf(report: SyncReport, pausedUntil: number | null, nextMs: number): Problem | null {
  const nextTryAt = toInstant(pausedUntil ?? nextMs)
  if (report.heldUntil) return { code: 'lease-held', provider: null, nextTryAt }
  const trouble = report.troubles[0]
  return trouble ? { code: trouble.error.code, provider: trouble.account.provider, nextTryAt } : null
}

const heldIn = ({ plan }: SyncReport) =>
  Object.fromEntries(
    (plan?.waiting ?? []).flatMap((waiting) =>
      waiting.kind === 'held' ? [[heldId(waiting), waiting.mappings.map(({ id }) => id)]] : [],
    ),
  )
