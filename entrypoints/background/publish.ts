import type { Database } from '../../lib/store/db.ts'
import { type KeptItem, keptItem } from '../../lib/store/kept.ts'
import { type Status, writeStatus } from '../../lib/store/status.ts'
import { type AccountView, type ConnectView, type NeedView, noOverview, type Overview } from '../../lib/store/views.ts'
import { showBadge } from './badge.ts'

export type LastRun = NonNullable<Status['lastRun']>

/** The only writer of what popup and page show. */
export type Publisher = {
  overview(): Promise<Overview>
  /** Changes the overview and derives status item and badge from it. */
  change(change: Partial<Overview>): Promise<void>
  /** For a worker that just started: whatever was under way ended with the one before. */
  nothingUnderWay(): Promise<void>
  accounts(views: readonly AccountView[]): Promise<void>
  needs(views: readonly NeedView[]): Promise<void>
  readonly lastRun: KeptItem<LastRun>
}

export function createPublisher(db: Database, isConfigured: () => Promise<boolean>): Publisher {
  const lastRun = keptItem<LastRun>(db, 'last-run')

  async function overview(): Promise<Overview> {
    return (await db.overview.get('overview')) ?? noOverview
  }

  // One after the other: the status of an older change must not be written over that of a newer one.
  let last: Promise<void> = Promise.resolve()
  function oneByOne(work: () => Promise<void>): Promise<void> {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }

  async function write(change: Partial<Overview>): Promise<void> {
    await db.transaction('rw', db.overview, async () => db.overview.put({ ...(await overview()), ...change }))
    const status = await statusNow()
    await writeStatus(status)
    await showBadge(status, await db.needs.toArray())
  }

  async function statusNow(): Promise<Status> {
    const now = await overview()
    const accounts = await db.accounts.toArray()
    return {
      isConfigured: await isConfigured(),
      userId: now.user?.id ?? null,
      connectedAccounts: accounts.length,
      phase: now.phase,
      problem: now.problem,
      needsYou: await db.needs.count(),
      previewWaits: now.preview !== null,
      isPaused: accounts.length > 0 && accounts.every(({ state }) => state === 'paused'),
      lastSyncAt: now.lastSyncAt,
      lastRun: await lastRun.get(),
    }
  }

  return {
    overview,
    change: (change) => oneByOne(() => write(change)),
    nothingUnderWay: () =>
      oneByOne(async () => {
        const { phase, connect } = await overview()
        if (phase.kind === 'syncing' || connect.kind === 'waiting') await write(interrupted(connect))
      }),
    accounts: (views) => replaceAll(db, db.accounts, views),
    needs: (views) => replaceAll(db, db.needs, views),
    lastRun,
  }
}

/** The consent window answers to the worker that opened it; without that one, the attempt has come to nothing. */
function interrupted(connect: ConnectView): Partial<Overview> {
  if (connect.kind !== 'waiting') return { phase: { kind: 'idle' } }
  const { provider, email } = connect
  return { phase: { kind: 'idle' }, connect: { kind: 'failed', provider, email, reason: 'closed' } }
}

type AnyTable<Row> = { clear(): PromiseLike<void>; bulkPut(rows: readonly Row[]): PromiseLike<unknown> }

/** In one transaction, so that no reader sees the table half filled. */
async function replaceAll<Row>(db: Database, table: AnyTable<Row>, rows: readonly Row[]): Promise<void> {
  await db.transaction('rw', db.accounts, db.needs, async () => {
    await table.clear()
    await table.bulkPut(rows)
  })
}
