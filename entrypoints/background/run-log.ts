import type { RunId } from '../../lib/model/ids.ts'
import { noCounts, type Progress, type Run, type Trigger } from '../../lib/model/run.ts'
import { type Instant, toInstant } from '../../lib/model/time.ts'
import type { Database } from '../../lib/store/db.ts'

const keptRuns = 200

/** This browser's syncs, as the popup tells them. Only one runs at a time, so an older one that still runs has died. */
export type RunLog = {
  /** For a worker that just started: whatever runs is of the one before. */
  nothingRuns(): Promise<void>
  /** Writes down that a run begins, and that those before it which never ended died. */
  begin(run: Run): Promise<void>
  /** Notes how far it is; where it dies, this stays. null: not to be told in one number. */
  progress(id: RunId, progress: Progress | null): Promise<void>
  end(run: Run): Promise<void>
  /** After this run everything is as it should be: also what the dead ones left undone. */
  healed(by: Run): Promise<void>
}

export const newRun = (id: RunId, trigger: Trigger, startedAt: Instant): Run => ({
  id,
  trigger,
  status: 'running',
  startedAt,
  finishedAt: null,
  counts: noCounts,
  errorCodes: [],
})

export function createRunLog(db: Database): RunLog {
  /** Those whose end nobody saw and nobody made up for yet. */
  const dead = (but?: RunId) => db.runs.filter((run) => run.id !== but && run.finishedAt === null && !run.healedBy)
  const nothingRuns = async () => {
    await dead().modify({ status: 'failed' })
  }
  return {
    nothingRuns,
    async begin(run) {
      await nothingRuns()
      await db.runs.put(run)
    },
    async progress(id, progress) {
      await db.runs.update(id, { progress })
    },
    async end(run) {
      await db.runs.put({ ...run, finishedAt: toInstant(Date.now()) })
      const old = await db.runs.orderBy('startedAt').reverse().offset(keptRuns).primaryKeys()
      await db.runs.bulkDelete(old)
    },
    async healed({ id, startedAt, counts }) {
      const { imported, exported, updated, deleted, linked } = counts
      const healedBy = { at: startedAt, did: imported + exported + updated + deleted + linked }
      await dead(id).modify({ healedBy })
    },
  }
}
