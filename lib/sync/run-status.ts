import type { ErrorCode } from '../model/errors.ts'
import { type Counts, noCounts, type RunStatus } from '../model/run.ts'
import type { Waiting } from './operation.ts'

/** How a run stands: the same words for the CRM's log and for the interface. */
export type Standing = {
  readonly counts: Counts
  readonly errorCodes: readonly ErrorCode[]
  /** An account could not be read or written. */
  readonly hasTrouble: boolean
  /** It stopped before the end, or another device is at work. */
  readonly isCutShort: boolean
}

export function statusOfRun({ counts, errorCodes, hasTrouble, isCutShort }: Standing): Exclude<RunStatus, 'running'> {
  const { held, conflicts: _, ...done } = counts
  if (errorCodes.length === 0 && !isCutShort) return held > 0 ? 'held' : 'success'
  const isUseless = hasTrouble && Object.values(done).every((count) => count === 0)
  return isUseless ? 'failed' : 'partial'
}

/** What waits for a person after this plan, beside what the run did. */
export function withWaiting(counts: Counts, waiting: readonly Waiting[]): Counts {
  const held = waiting.reduce((sum, wait) => sum + (wait.kind === 'held' ? wait.mappings.length : 0), 0)
  return { ...counts, held, conflicts: waiting.filter(({ kind }) => kind === 'conflict').length }
}

export const isSameCounts = (a: Counts, b: Counts) =>
  Object.keys(noCounts).every((key) => a[key as keyof Counts] === b[key as keyof Counts])
