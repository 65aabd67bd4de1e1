import { isSyncError } from '../../model/errors.ts'
import { leaseSeconds } from '../execute/lease.ts'
import type { CommitRequest } from '../ports.ts'
import type { SyncReport } from '../report.ts'
import { isSameCounts } from '../run-status.ts'
import type { SyncOptions, SyncPorts } from '../sync-ports.ts'

type Told = { readonly run: CommitRequest['run']; readonly fence: number }

/**
 * Corrects the run's line in the CRM's log where it says something else than the report: the round that was to follow
 * had nothing to do, or what was about to land was refused. Most runs need no such call.
 */
export async function closeRun(ports: SyncPorts, options: SyncOptions, told: Told, report: SyncReport): Promise<void> {
  const { status, counts, errorCodes, runId } = report
  if (report.heldUntil !== null || isSameRun(told.run, report)) return
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
