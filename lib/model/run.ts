import type { ErrorCode } from './errors.ts'
import type { RunId } from './ids.ts'
import type { Instant } from './time.ts'

export type Trigger = 'manual' | 'auto' | 'webhook'
export type RunStatus = 'running' | 'success' | 'partial' | 'failed' | 'held'

export type Counts = {
  readonly imported: number
  readonly exported: number
  readonly updated: number
  readonly deleted: number
  readonly linked: number
  readonly conflicts: number
  readonly held: number
  readonly failed: number
}

export const noCounts: Counts = {
  imported: 0,
  exported: 0,
  updated: 0,
  deleted: 0,
  linked: 0,
  conflicts: 0,
  held: 0,
  failed: 0,
}

/** One sync as log and popup tell it. */
export type Run = {
  readonly id: RunId
  readonly trigger: Trigger
  readonly status: RunStatus
  readonly startedAt: Instant
  readonly finishedAt: Instant | null
  readonly counts: Counts
  readonly errorCodes: readonly ErrorCode[]
}
