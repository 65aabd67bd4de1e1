import type { Account, Calendar, Policy } from '../../lib/model/account.ts'
import type { AppointmentRow, LiveAppointment, MirroredAppointment } from '../../lib/model/appointment.ts'
import type { Content } from '../../lib/model/content.ts'
import type { LiveEvent, MirroredEvent } from '../../lib/model/event.ts'
import type {
  AccountId,
  AppointmentId,
  CalendarId,
  EventId,
  MappingId,
  OrganizationId,
  UserId,
} from '../../lib/model/ids.ts'
import type { Mapping } from '../../lib/model/mapping.ts'
import type { Instant, Zone } from '../../lib/model/time.ts'
import type { Operation } from '../../lib/sync/operation.ts'
import { planSync } from '../../lib/sync/plan.ts'
import type { SyncState } from '../../lib/sync/state.ts'

/** Small states for planner tests: one account, one calendar, one linked pair, and what a test says differs. */

const now = '2026-03-09T12:00:00Z' as Instant
export const calendarId = 'calendar-1' as CalendarId
const ann = 'ann' as UserId
const acme = 'acme' as OrganizationId
const zone = 'Europe/Berlin' as Zone

export const content = (change: Partial<Content> = {}): Content => ({
  title: 'Site visit',
  description: '',
  location: 'Main St 1',
  time: { kind: 'timed', start: '2026-03-10T09:00:00Z' as Instant, end: '2026-03-10T10:00:00Z' as Instant },
  ...change,
})

export const at = (start: string, end: string) =>
  ({ kind: 'timed', start: start as Instant, end: end as Instant }) as const

export const rowOf = (
  { title, description, location, time }: Content,
  change: Partial<AppointmentRow> = {},
): AppointmentRow => ({
  title,
  description,
  location,
  start: time.start as Instant,
  end: time.end as Instant,
  allDay: null,
  isCancelled: false,
  ...change,
})

export const appointment = (of: Content, change: Partial<LiveAppointment> = {}): LiveAppointment => ({
  kind: 'live',
  id: 'appointment-1' as AppointmentId,
  ownerId: ann,
  organizationId: acme,
  externalEventId: null,
  row: rowOf(of),
  ...change,
})

export const event = (of: Content, change: Partial<LiveEvent> = {}): LiveEvent => ({
  kind: 'live',
  id: 'event-1' as EventId,
  etag: '"2"',
  stamp: '2026-03-09T11:00:00.000Z',
  identity: 'uid-1\n',
  seriesId: null,
  content: of,
  isMasked: false,
  readOnly: null,
  guestCount: 0,
  marker: null,
  ...change,
})

export const mapping = (change: Partial<Mapping> = {}): Mapping => ({
  id: 'mapping-1' as MappingId,
  accountId: 'account-1' as AccountId,
  calendarId,
  appointmentId: 'appointment-1' as AppointmentId,
  eventId: 'event-1' as EventId,
  etag: '"1"',
  stamp: '2026-03-09T10:00:00.000Z',
  identity: 'uid-1\n',
  base: content(),
  origin: 'crm',
  status: 'synced',
  rev: 1,
  generation: 0,
  intent: null,
  knownEventIds: ['event-1' as EventId],
  isMasked: false,
  ...change,
})

export type World = {
  readonly appointments?: readonly MirroredAppointment[]
  readonly events?: readonly MirroredEvent[]
  readonly mappings?: readonly Mapping[]
  readonly policy?: Policy
  readonly calendar?: Partial<Calendar>
  readonly account?: Partial<Account>
} & Partial<Omit<SyncState, 'mirror' | 'calendars'>>

export function stateOf({
  appointments = [],
  events = [],
  mappings = [],
  policy = 'ask',
  calendar,
  account,
  ...rest
}: World): SyncState {
  const theAccount: Account = {
    id: 'account-1' as AccountId,
    organizationId: acme,
    provider: 'google',
    email: 'ann@example.com',
    state: 'ok',
    policy,
    timezone: zone,
    connected: true,
    lastSync: null,
    ...account,
  }
  const theCalendar: Calendar = {
    id: calendarId,
    accountId: theAccount.id,
    organizationId: acme,
    externalId: 'primary',
    name: 'Ann',
    timezone: zone,
    isPrimary: true,
    isWritable: true,
    direction: 'two-way',
    isHome: true,
    consentedAt: '2026-03-01T00:00:00Z' as Instant,
    ...calendar,
  }
  const projection = {
    canonicalize: (each: Content) => each,
    eventIdOf: ({ mappingId, generation }: { mappingId: MappingId; generation: number }) =>
      `ccs${mappingId}g${generation}` as EventId,
  }
  return {
    now,
    window: { from: '2026-02-07T00:00:00Z' as Instant, until: '2026-09-05T00:00:00Z' as Instant },
    userId: ann,
    organizations: new Set([acme]),
    contract: { hasAllDay: false, hasCancelled: false, readers: 'organization' },
    mirror: {
      appointments: new Map(appointments.map((each) => [each.id, each])),
      mappings: new Map(mappings.map((each) => [each.id, each])),
      conflicts: new Map(),
      events: new Map([[calendarId, new Map(events.map((each) => [each.id, each]))]]),
    },
    calendars: new Map([[calendarId, { calendar: theCalendar, account: theAccount, projection, isPulled: true }]]),
    organizationOf: new Map([[calendarId, acme]]),
    looked: new Map(),
    recentDeletions: [],
    held: { released: new Set(), kept: new Set() },
    consent: null,
    setAside: new Map(),
    ...rest,
  }
}

export const plan = (world: World) => planSync(stateOf(world))

/** The plan's only operation; a plan with more than one is not what the test is about. */
export function only(world: World): Operation | undefined {
  const { operations } = plan(world)
  if (operations.length > 1) throw new Error(`planned: ${operations.map(({ kind }) => kind).join(', ')}`)
  return operations[0]
}

export const edited = content({ title: 'Site visit with plans' })
