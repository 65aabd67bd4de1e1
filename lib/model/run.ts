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

/** How many of a run's changes are made. */
export type Progress = { readonly done: number; readonly total: number }

/** One sync as log and popup tell it. Failed without an end: whatever ran it died. */
export type Run = {
  readonly id: RunId
  readonly trigger: Trigger
  readonly status: RunStatus
  readonly startedAt: Instant
  readonly finishedAt: Instant | null
  readonly counts: Counts
  readonly errorCodes: readonly ErrorCode[]
  /** How far it was when it was last written down; null where its changes cannot be told in one number. */
  readonly progress?: Progress | null
  /** For a run that died: the later one after which nothing was missing, and how many changes that one made. */
  readonly healedBy?: { readonly at: Instant; readonly did: number }
}
