import type { Provider } from '../model/account.ts'
import type { ErrorCode } from '../model/errors.ts'
import type { RunId, UserId } from '../model/ids.ts'
import type { Counts, RunStatus, Trigger } from '../model/run.ts'
import type { Instant } from '../model/time.ts'

/** What a sync is doing right now. `total` is null while the amount is unknown. */
export type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'syncing'; readonly startedAt: Instant; readonly done: number; readonly total: number | null }

/** Why the last sync did not finish, and when it is tried again. */
export type Problem = {
  readonly code: ErrorCode
  /** null: it is the CRM's trouble, or the device is offline. */
  readonly provider: Provider | null
  readonly nextTryAt: Instant | null
}

/**
 * The little that the CRM page may know: no titles, no addresses, no names.
 * Kept in storage.local under `status`, because content scripts can read that area.
 */
export type Status = {
  readonly isConfigured: boolean
  /** The user our own session belongs to; the page compares it with its own. */
  readonly userId: UserId | null
  readonly connectedAccounts: number
  readonly phase: Phase
  readonly problem: Problem | null
  readonly needsYou: number
  /** The first sync waits for a yes in the popup. */
  readonly previewWaits: boolean
  readonly isPaused: boolean
  readonly lastSyncAt: Instant | null
  readonly lastRun: {
    readonly id: RunId
    readonly trigger: Trigger
    readonly status: RunStatus
    readonly counts: Counts
    /** How many appointments of the CRM this run added, changed or removed; where absent, the counts are a guess. */
    readonly changedInCrm?: number
    readonly problem: Problem | null
  } | null
}

export const noStatus: Status = {
  isConfigured: false,
  userId: null,
  connectedAccounts: 0,
  phase: { kind: 'idle' },
  problem: null,
  needsYou: 0,
  previewWaits: false,
  isPaused: false,
  lastSyncAt: null,
  lastRun: null,
}

const key = 'status'

export async function readStatus(): Promise<Status> {
  const stored = await chrome.storage.local.get(key)
  return (stored[key] as Status | undefined) ?? noStatus
}

export const writeStatus = (status: Status) => chrome.storage.local.set({ [key]: status })

/** Calls back with every new status until the signal aborts. */
export function watchStatus(signal: AbortSignal, listener: (status: Status) => void): void {
  const onChanged = (changes: Record<string, chrome.storage.StorageChange>) => {
    const change = changes[key]
    if (change) listener((change.newValue as Status | undefined) ?? noStatus)
  }
  chrome.storage.local.onChanged.addListener(onChanged)
  const stop = () => {
    // After an update of the extension under an open page nothing can be called, and nothing calls back.
    if (chrome.runtime?.id) chrome.storage.local.onChanged.removeListener(onChanged)
  }
  signal.addEventListener('abort', stop, { once: true })
}
