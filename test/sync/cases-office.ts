import { type AccountChange, configureAccount } from '../../lib/crm/accounts.ts'
import type { AccountId, EventId } from '../../lib/model/ids.ts'
import { toInstant } from '../../lib/model/time.ts'
import type { EventWrite } from '../../lib/sync/ports.ts'
import type { SyncReport } from '../../lib/sync/report.ts'
import type { SyncPorts } from '../../lib/sync/sync-ports.ts'
import { createTestDatabase, crmClientOf, type TestDatabase } from '../support/database.ts'
import { ann, type Device, type Office, openOffice } from './office.ts'

type Row = {
  readonly id: string
  readonly title: string
  readonly description: string | null
  readonly location: string | null
  readonly start: string
  readonly end: string
  readonly owner: string
  readonly contact: string | null
  readonly eventId: string | null
  readonly status: string | null
}

/** An office whose first sync is over, with a record of every write that went to the calendar. */
export type Case = Office & {
  readonly device: Device
  readonly accountId: AccountId
  readonly sync: (change?: Partial<SyncPorts>) => Promise<SyncReport>
  readonly writes: readonly EventWrite[]
  /** Happens after everything was planned and begun, just before the next write at the calendar. */
  readonly meanwhile: (act: () => void) => void
  /** Appointments by start, with the event they are linked to. */
  readonly rows: () => Promise<Row[]>
  /** Adds an event as a person; times as Google's web page would send them. */
  readonly insert: (body: Record<string, unknown>) => EventId
  readonly edit: (id: string, patch: Record<string, unknown>) => void
  /** As another device does it: this one learns of it with its next pull. */
  readonly setAccount: (change: Omit<AccountChange, 'accountId'>) => Promise<void>
}

/** One for all tests of a file: they run one after the other. */
let database: Promise<TestDatabase> | undefined

/** `today` moves the device's clock, so that the window lies around the dates of a case. */
export async function openCase(today?: string): Promise<Case> {
  database ??= createTestDatabase()
  const office = await openOffice(await database)
  const device = office.openDevice()
  await device.firstSync()
  if (today) await office.db.sql('update public.calendar_account_calendars set consented_at = $1', [today])
  const [account] = await office.db.sql<{ id: AccountId }>('select id from public.calendar_accounts')
  if (!account) throw new Error('no account')
  const writes: EventWrite[] = []
  let next: (() => void) | null = null
  const openCalendar: SyncPorts['openCalendar'] = (of, calendar) => {
    const port = device.ports.openCalendar(of, calendar)
    return {
      ...port,
      async write(all) {
        writes.push(...all)
        const act = next
        next = null
        act?.()
        return port.write(all)
      },
    }
  }
  const clock = today ? { now: () => toInstant(today) } : {}
  return {
    ...office,
    device,
    accountId: account.id,
    writes,
    sync: (change) => device.sync({ openCalendar, ...clock, ...change }),
    meanwhile: (act) => {
      next = act
    },
    rows: () =>
      office.db.sql<Row>(
        `select a.id::text, a.title, a.description, a.location, to_char(a.start_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as start,
           to_char(a.end_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as end, a.owner_id::text as owner, a.contact_id::text as contact,
           m.external_event_id as "eventId", m.status
         from public.appointments a left join public.calendar_event_mappings m on m.appointment_id = a.id and m.status <> 'closed'
         order by a.start_time, a.title`,
      ),
    insert: (body) => (office.google.insert(ann, body).id ?? '') as EventId,
    edit: (id, patch) => void office.google.edit(ann, id, patch),
    async setAccount(change) {
      await configureAccount(crmClientOf(office.db, office.ann), { accountId: account.id, ...change })
    },
  }
}

/** Start and end as Google has them; all times of these tests are UTC. */
export const times = (start: string, end: string) => ({
  start: { dateTime: start, timeZone: 'UTC' },
  end: { dateTime: end, timeZone: 'UTC' },
})
export const day = (start: string, end: string) => ({ start: { date: start }, end: { date: end } })
