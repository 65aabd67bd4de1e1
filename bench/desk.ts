import 'fake-indexeddb/auto'
import { openGoogle } from '../lib/calendars/google/calendars.ts'
import type { CalendarId, DeviceId, MappingId, OrganizationId, RunId, UserId } from '../lib/model/ids.ts'
import { toInstant } from '../lib/model/time.ts'
import { openDatabase } from '../lib/store/db.ts'
import { openMirror } from '../lib/store/mirror.ts'
import { operationKey } from '../lib/sync/operation.ts'
import type { SyncReport } from '../lib/sync/report.ts'
import { syncAll } from '../lib/sync/sync-all.ts'
import type { SyncPorts } from '../lib/sync/sync-ports.ts'
import { createGoogle, type Google } from '../test/stack/google/google.ts'
import { createTestDatabase, crmPortOf, type TestDatabase } from '../test/support/database.ts'
import { countStore, noStoreTraffic, type StoreTraffic } from './store-traffic.ts'
import { countFetch, countRpc, noTraffic, type Traffic } from './traffic.ts'

export const ann = 'ann@example.com'
export const day = 86_400_000
const longRunMs = 3_600_000

/** Ann's CRM and calendar with everything between them counted: production engine, adapter and SQL, no network. */
export type Desk = {
  readonly db: TestDatabase
  readonly google: Google
  readonly user: UserId
  readonly organization: OrganizationId
  readonly calendar: Traffic
  readonly crm: Traffic
  readonly store: StoreTraffic
  /** Milliseconds since 1970, as Ann's computer and Google see it. */
  now(): number
  /** Lets days pass. */
  sleep(days: number): void
  sync(): Promise<SyncReport>
  /** Previews, says yes to all of it, and syncs. */
  firstSync(): Promise<SyncReport>
  /** Sets the counts back. */
  reset(): void
  close(): Promise<void>
}

let opened = 0

export async function openDesk(): Promise<Desk> {
  let aheadMs = 0
  const now = () => Date.now() + aheadMs
  const db = await createTestDatabase()
  const google = createGoogle({ now: () => new Date(now()) })
  google.addPerson({ email: ann, name: 'Ann', timezone: 'Europe/Berlin' })
  const organization = await db.addOrganization('Acme')
  const user = await db.addUser(ann, { organization })
  const connected = await db.rpc<{ calendars: { id: CalendarId }[] }>(user, 'calendar_connect', {
    provider: 'google',
    email: ann,
    organizationId: organization,
    timezone: 'Europe/Berlin',
    calendars: [{ externalId: ann, name: 'Ann', timezone: 'Europe/Berlin', isPrimary: true, isWritable: true }],
  })
  const calendars = connected.calendars.map(({ id }) => id)

  const [calendar, crm, store] = [noTraffic(), noTraffic(), noStoreTraffic()]
  opened += 1
  const database = openDatabase(`desk-${opened}`)
  countStore(database, store)
  const mirror = openMirror(database, 'acme ann', () => crypto.randomUUID() as DeviceId)
  const token = google.tokenFor(ann, { lifeSeconds: 30 * 86_400 })
  const tokens = { accessToken: async () => token }
  const provider = openGoogle({
    fetch: countFetch(google.fetch, calendar),
    apiOrigin: 'https://google.example.com',
    tokens,
  })
  const ports: SyncPorts = {
    crm: crmPortOf(countRpc(db, crm), user),
    store: mirror,
    openCalendar: (_account, { externalId, timezone, isWritable }) =>
      provider.openCalendar({ externalId, timezone, isWritable }),
    now: () => toInstant(now()),
    monotonicMs: () => performance.now(),
    pause: async () => {},
    newRunId: () => crypto.randomUUID() as RunId,
    newMappingId: () => crypto.randomUUID() as MappingId,
    onProgress: () => {},
  }
  const run = (isPreview: boolean) =>
    syncAll(ports, { trigger: 'manual', userId: user, budgetMs: longRunMs, isPreview })

  return {
    db,
    google,
    user,
    organization,
    calendar,
    crm,
    store,
    now,
    sleep: (days) => {
      aheadMs += days * day
    },
    sync: () => run(false),
    async firstSync() {
      const preview = await run(true)
      const operations = preview.plan?.first?.planned.map(operationKey) ?? []
      await mirror.setMarks({ consent: { calendars, operations, pairs: [] }, isSettled: false })
      return run(false)
    },
    reset() {
      Object.assign(calendar, noTraffic())
      Object.assign(crm, noTraffic())
      Object.assign(store, noStoreTraffic())
      google.resetCounters()
    },
    async close() {
      await database.delete()
      await db.close()
    },
  }
}
