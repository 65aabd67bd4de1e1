import 'fake-indexeddb/auto'
import { openGoogle } from '../../lib/calendars/google/calendars.ts'
import type { Direction } from '../../lib/model/account.ts'
import type { AccountId, CalendarId, DeviceId, MappingId, OrganizationId, RunId, UserId } from '../../lib/model/ids.ts'
import { type Instant, toInstant } from '../../lib/model/time.ts'
import { openDatabase } from '../../lib/store/db.ts'
import { openMirror } from '../../lib/store/mirror.ts'
import { operationKey } from '../../lib/sync/operation.ts'
import type { CrmPort } from '../../lib/sync/ports.ts'
import type { SyncReport } from '../../lib/sync/report.ts'
import type { MirrorStore } from '../../lib/sync/store.ts'
import { syncAll } from '../../lib/sync/sync-all.ts'
import type { SyncPorts } from '../../lib/sync/sync-ports.ts'
import { createGoogle, type Google } from '../stack/google/google.ts'
import { createTestDatabase, crmPortOf, type TestDatabase } from '../support/database.ts'

export const ann = 'ann@example.com'
const apiOrigin = 'https://google.example.com'
const day = 86_400_000

/** Tomorrow at that hour (UTC), so that nothing is past and everything is inside the window. */
export function tomorrow(hour: number, days = 1): Instant {
  const midnight = Math.floor(Date.now() / day) * day
  return toInstant(midnight + days * day + hour * 3_600_000)
}

export type Device = {
  readonly store: MirrorStore
  readonly ports: SyncPorts
  /** Pulls, plans, executes; `ports` replaces parts for one run. */
  sync(ports?: Partial<SyncPorts>): Promise<SyncReport>
  /** Previews and says yes to all of it, then syncs. */
  firstSync(): Promise<SyncReport>
}

/** Ann of Acme with her Google calendar: production engine, adapter and SQL; only the network is missing. */
export type Office = {
  readonly db: TestDatabase
  readonly google: Google
  readonly ann: UserId
  readonly acme: OrganizationId
  readonly calendarId: CalendarId
  openDevice(): Device
  /** Ann makes another calendar, connects it and agrees to its first sync; answers our id and Google's. */
  addCalendar(name: string, options?: { isAgreed?: boolean }): Promise<{ id: CalendarId; externalId: string }>
  configure(id: CalendarId, direction: Direction, isHome?: boolean): Promise<void>
  addAppointment(title: string, start: Instant, end: Instant): Promise<string>
  appointments(): Promise<{ id: string; title: string; location: string | null; start: string; end: string }[]>
  events(): { id: string; summary: string; location: string; start: string }[]
  crmPort(): CrmPort
  close(): Promise<void>
}

type Connected = { account: { id: AccountId }; calendars: { id: CalendarId; externalId: string }[] }

let opened = 0

/** With a database of the caller's own, which is emptied first and stays open, an office costs half. */
export async function openOffice(shared?: TestDatabase): Promise<Office> {
  await shared?.reset()
  const db = shared ?? (await createTestDatabase())
  const google = createGoogle()
  google.addPerson({ email: ann, name: 'Ann', timezone: 'Europe/Berlin' })
  const acme = await db.addOrganization('Acme')
  const user = await db.addUser(ann, { organization: acme })
  const connected = await db.rpc<Connected>(user, 'calendar_connect', {
    provider: 'google',
    email: ann,
    organizationId: acme,
    timezone: 'Europe/Berlin',
    calendars: [{ externalId: ann, name: 'Ann', timezone: 'Europe/Berlin', isPrimary: true, isWritable: true }],
  })
  const calendarId = connected.calendars[0]?.id
  if (!calendarId) throw new Error('no calendar was connected')

  function openDevice(): Device {
    opened += 1
    const store = openMirror(openDatabase(`office-${opened}`), 'acme ann', () => crypto.randomUUID() as DeviceId)
    const token = google.tokenFor(ann)
    const provider = openGoogle({ fetch: google.fetch, apiOrigin, tokens: { accessToken: async () => token } })
    const ports: SyncPorts = {
      crm: crmPortOf(db, user),
      store,
      openCalendar: (_account, { externalId, timezone, isWritable }) =>
        provider.openCalendar({ externalId, timezone, isWritable }),
      now: () => toInstant(Date.now()),
      monotonicMs: () => performance.now(),
      pause: async () => {},
      newRunId: () => crypto.randomUUID() as RunId,
      newMappingId: () => crypto.randomUUID() as MappingId,
      onProgress: () => {},
    }
    const run = (isPreview: boolean, change: Partial<SyncPorts> = {}) =>
      syncAll({ ...ports, ...change }, { trigger: 'manual', userId: user, budgetMs: 60_000, isPreview })
    return {
      store,
      ports,
      sync: (change) => run(false, change),
      async firstSync() {
        const preview = await run(true)
        const planned = preview.plan?.first?.planned ?? []
        const calendars = [...new Set([calendarId as CalendarId, ...planned.map((each) => each.calendarId)])]
        await store.setMarks({
          consent: { calendars, operations: planned.map(operationKey), pairs: [] },
          isSettled: false,
        })
        return run(false)
      },
    }
  }

  const configure = (id: CalendarId, direction: Direction, isHome = false) =>
    db.rpc<void>(user, 'calendar_configure', {
      accountId: connected.account.id,
      calendars: [{ id, direction, isHome }],
    })

  return {
    db,
    google,
    ann: user,
    acme,
    calendarId,
    openDevice,
    async addCalendar(name, { isAgreed = true } = {}) {
      const externalId = google.addCalendar(ann, { summary: name, timezone: 'Europe/Berlin' })
      const of = { externalId, name, timezone: 'Europe/Berlin', isPrimary: false, isWritable: true }
      const { calendars } = await db.rpc<Connected>(user, 'calendar_connect', {
        provider: 'google',
        email: ann,
        organizationId: acme,
        timezone: 'Europe/Berlin',
        calendars: [of],
      })
      const id = calendars.find((each) => each.externalId === externalId)?.id
      if (!id) throw new Error('the calendar was not connected')
      await configure(id, 'two-way')
      if (isAgreed) {
        await db.sql('update public.calendar_account_calendars set consented_at = now() where id = $1', [id])
      }
      return { id, externalId }
    },
    configure,
    crmPort: () => crmPortOf(db, user),
    async addAppointment(title, start, end) {
      const rows = await db.sql<{ id: string }>(
        'insert into public.appointments (title, start_time, end_time, organization_id, owner_id) values ($1, $2, $3, $4, $5) returning id::text',
        [title, start, end, acme, user],
      )
      return rows[0]?.id ?? ''
    },
    async appointments() {
      return db.sql(
        `select id::text, title, location, to_char(start_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as start,
           to_char(end_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as end from public.appointments order by start_time, title`,
      )
    },
    events: () =>
      google.events(ann).map(({ id, summary, location, start }) => {
        return {
          id: id ?? '',
          summary: summary ?? '',
          location: location ?? '',
          start: toInstant(start?.dateTime ?? ''),
        }
      }),
    close: async () => (shared ? undefined : db.close()),
  }
}
