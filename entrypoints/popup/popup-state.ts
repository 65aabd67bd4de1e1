import { useLiveQuery } from 'dexie-react-hooks'
import { useEffect, useState } from 'react'
import type { Around } from '../../components/account-words.ts'
import type { Run } from '../../lib/model/run.ts'
import type { Database } from '../../lib/store/db.ts'
import type { Problem } from '../../lib/store/status.ts'
import { type AccountView, type NeedView, noOverview, type Overview } from '../../lib/store/views.ts'

const newestRuns = 50

type Stored = {
  readonly overview: Overview
  readonly accounts: readonly AccountView[]
  readonly needs: readonly NeedView[]
  /** Newest first. */
  readonly runs: readonly Run[]
}

/** What is stored, at this moment, on this device. */
export type PopupState = Stored & { readonly isOnline: boolean; readonly now: number }

/** What the worker last stored; null until it is read. Rows of one moment: read in one transaction. */
export function usePopupState(db: Database): PopupState | null {
  const read = () =>
    db.transaction('r', db.overview, db.accounts, db.needs, db.runs, async () => ({
      overview: (await db.overview.get('overview')) ?? noOverview,
      accounts: await db.accounts.toArray(),
      needs: await db.needs.toArray(),
      // oxlint-disable-next-line unicorn/no-array-reverse -- a Dexie collection, not an array
      runs: await db.runs.orderBy('startedAt').reverse().limit(newestRuns).toArray(),
    }))
  const stored: Stored | undefined = useLiveQuery(read, [db])
  const isOnline = useIsOnline()
  const now = useNow()
  return stored ? { ...stored, isOnline, now } : null
}

function useIsOnline(): boolean {
  const [isOnline, setIsOnline] = useState(navigator.onLine)
  useEffect(() => {
    const update = () => setIsOnline(navigator.onLine)
    window.addEventListener('online', update)
    window.addEventListener('offline', update)
    return () => {
      window.removeEventListener('online', update)
      window.removeEventListener('offline', update)
    }
  }, [])
  return isOnline
}

const tick = 10_000 // milliseconds; times are told to the minute

function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tick)
    return () => clearInterval(timer)
  }, [])
  return now
}

const offline: Problem = { code: 'unavailable', provider: null, nextTryAt: null }

/** What the chips of the accounts have to reckon with. */
export const aroundOf = ({ overview, isOnline, now }: PopupState): Around => ({
  isSyncing: overview.phase.kind === 'syncing',
  problem: isOnline ? overview.problem : offline,
  now,
})
