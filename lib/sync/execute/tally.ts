import type { ErrorCode, SyncError } from '../../model/errors.ts'
import type { MirroredEvent } from '../../model/event.ts'
import type { AccountId, EventKey } from '../../model/ids.ts'
import { type Counts, noCounts } from '../../model/run.ts'
import { type Operation, operationKey } from '../operation.ts'
import type { OperationResult } from '../ports.ts'
import type { SetAside } from '../store.ts'
import type { Executed } from './context.ts'
import { changesCrm, countedAs } from './counts.ts'

/** What has come of a round of writing so far. */
export type Tally = {
  /** Another device wrote since the pull, or something is not as the plan assumed. */
  stale(): void
  /** The commit's answer to one operation; null for bookkeeping without one. */
  committed(operation: Operation | null, result: OperationResult | undefined): void
  /** The other side will not take the operation as it is. */
  refused(operation: Operation, code: ErrorCode): void
  /** Not to be written again while it stands as it is; the operation itself was done. */
  setAside(key: string): void
  stopped(account: AccountId, error: SyncError): void
  isStopped(account: AccountId): boolean
  found(key: EventKey, event: MirroredEvent | null): void
  /** The counts as they will be if all of these are committed: the log line is written in the same transaction. */
  expected(operations: readonly (Operation | null)[]): Counts
  errorCodes(): readonly ErrorCode[]
  hasTrouble(): boolean
  /** Writing stopped at an account. */
  hasStopped(): boolean
  /** Something was refused because the world moved on. */
  isStale(): boolean
  result(isUnfinished: boolean, heldUntil: string | null): Omit<Executed, 'told' | 'fence'>
}

export function createTally(): Tally {
  let counts: Counts = noCounts
  let changedInCrm = 0
  let isStale = false
  const refusedKeys: string[] = []
  const setAside: SetAside[] = []
  const stopped = new Map<AccountId, SyncError>()
  const looked = new Map<EventKey, MirroredEvent | null>()

  function refused(operation: Operation, code: ErrorCode): void {
    counts = { ...counts, failed: counts.failed + 1 }
    setAside.push({ key: operationKey(operation), code })
  }

  return {
    stale() {
      isStale = true
    },
    committed(operation, result) {
      if (!operation || !result) return
      if (result.ok) {
        counts = counted(counts, operation)
        if (changesCrm(operation)) changedInCrm += 1
      } else if (result.code === 'rejected' || result.code === 'forbidden') refused(operation, result.code)
      else {
        isStale = true
        refusedKeys.push(operationKey(operation))
      }
    },
    refused,
    setAside: (key) => setAside.push({ key, code: 'rejected' }),
    stopped: (account, error) => stopped.set(account, error),
    isStopped: (account) => stopped.has(account),
    found: (key, event) => looked.set(key, event),
    expected: (operations) =>
      operations.reduce((sum, operation) => (operation ? counted(sum, operation) : sum), counts),
    errorCodes: () => [...new Set([...setAside, ...stopped.values()].map(({ code }) => code))],
    hasTrouble: () => stopped.size > 0 || setAside.length > 0,
    hasStopped: () => stopped.size > 0,
    isStale: () => isStale,
    result: (isUnfinished, heldUntil) => {
      return { counts, changedInCrm, isStale, refusedKeys, setAside, stopped, looked, isUnfinished, heldUntil }
    },
  }
}

function counted(counts: Counts, operation: Operation): Counts {
  const key = countedAs(operation)
  return key ? { ...counts, [key]: counts[key] + 1 } : counts
}
