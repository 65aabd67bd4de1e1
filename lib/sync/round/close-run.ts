import { isSyncError } from '../../model/errors.ts'
import { leaseSeconds } from '../execute/lease.ts'
import type { CommitRequest } from '../ports.ts'
import type { SyncReport } from '../report.ts'
import { isSameCounts } from '../run-status.ts'
import type { SyncOptions, SyncPorts } from '../sync-ports.ts'

/** `run` is what the log says so far; null where it says nothing of this run yet. */
type Told = { readonly run: CommitRequest['run'] | null; readonly fence: number }

/**
 * Brings the run's line in the CRM's log in step with the report: the round that was to follow had nothing to do, what
 * was about to land was refused, or a calendar failed before anything could be written. Most runs need no such call.
 */
export async function closeRun(ports: SyncPorts, options: SyncOptions, told: Told, report: SyncReport): Promise<void> {
  const { status, counts, errorCodes, runId } = report
  if (report.heldUntil !== null || (told.run && isSameRun(told.run, report))) return
  const { device } = await ports.store.marks()
  const header = { device, runId, trigger: options.trigger, fence: told.fence, leaseSeconds }
  try {
    await ports.crm.commit({ ...header, operations: [], run: { status, counts, errorCodes } })
  } catch (error) {
    // Left open, the line is marked as failed by the next run; the report is right all the same.
    if (!isSyncError(error)) throw error
  }
}

const isSameRun = (a: CommitRequest['run'], b: SyncReport) =>
  a.status === b.status &&
  isSameCounts(a.counts, b.counts) &&
  a.errorCodes.toSorted().join() === b.errorCodes.toSorted().join()
