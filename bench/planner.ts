import { canonicalize } from '../lib/calendars/google/canonical.ts'
import { eventIdOf } from '../lib/calendars/google/key.ts'
import type { Account, Calendar } from '../lib/model/account.ts'
import type { LiveAppointment } from '../lib/model/appointment.ts'
import type { Content } from '../lib/model/content.ts'
import type { LiveEvent } from '../lib/model/event.ts'
import type {
  AccountId,
  AppointmentId,
  CalendarId,
  EventId,
  MappingId,
  OrganizationId,
  UserId,
} from '../lib/model/ids.ts'
import type { Mapping } from '../lib/model/mapping.ts'
import { toInstant, type Zone } from '../lib/model/time.ts'
import { planSync } from '../lib/sync/plan.ts'
import { windowAt } from '../lib/sync/pull.ts'
import type { SyncState } from '../lib/sync/state.ts'

const now = toInstant('2026-03-09T12:00:00Z')
const zone = 'Europe/Berlin' as Zone
const ann = 'ann' as UserId
const acme = 'acme' as OrganizationId
const minute = 60_000

const account: Account = {
  id: 'account-1' as AccountId,
  organizationId: acme,
  provider: 'google',
  email: 'ann@example.com',
  state: 'ok',
  policy: 'ask',
  timezone: zone,
  connected: true,
  lastSync: null,
}
const calendar: Calendar = {
  id: 'calendar-1' as CalendarId,
  accountId: account.id,
  organizationId: acme,
  externalId: account.email,
  name: 'Ann',
  timezone: zone,
  isPrimary: true,
  isWritable: true,
  direction: 'two-way',
  isHome: true,
  consentedAt: toInstant('2026-01-01T00:00:00Z'),
}

type Pair = { readonly appointment: LiveAppointment; readonly event: LiveEvent; readonly mapping: Mapping }

/** The n-th linked pair; every hundredth was edited, half of those in the CRM and half at the calendar. */
function pair(n: number, all: number): Pair {
  const { from } = windowAt(now)
  const start = toInstant(Date.parse(from) + Math.floor((n * 209 * 1440) / all) * minute)
  const end = toInstant(Date.parse(start) + 60 * minute)
  const base: Content = {
    title: `Visit ${n}`,
    description: 'Bring the drawings and the samples. Ask at the gate for the site manager.',
    location: 'Main St 1',
    time: { kind: 'timed', start, end },
  }
  const uuid = (kind: number) => `00000000-0000-4000-8${kind}00-${n.toString(16).padStart(12, '0')}`
  const id = `event${n}` as EventId
  const isEditedAtCalendar = n % 200 === 0
  const title = n % 200 === 100 ? `${base.title} (moved)` : base.title
  const stamp = isEditedAtCalendar ? '2026-03-09T11:00:00.000Z' : '2026-03-08T11:00:00.000Z'
  const identity = `${id}@google.com\n${start}`
  return {
    appointment: {
      kind: 'live',
      id: uuid(1) as AppointmentId,
      ownerId: ann,
      organizationId: acme,
      externalEventId: null,
      row: { ...base, title, start, end, allDay: null, isCancelled: false },
    },
    event: {
      kind: 'live',
      id,
      etag: `"${isEditedAtCalendar ? 2 : 1}"`,
      stamp,
      identity,
      seriesId: null,
      content: isEditedAtCalendar ? { ...base, location: 'Side St 2' } : base,
      isMasked: false,
      readOnly: null,
      guestCount: 0,
      marker: null,
    },
    mapping: {
      id: uuid(2) as MappingId,
      accountId: account.id,
      calendarId: calendar.id,
      appointmentId: uuid(1) as AppointmentId,
      eventId: id,
      etag: '"1"',
      stamp: '2026-03-08T11:00:00.000Z',
      identity,
      base,
      origin: 'calendar',
      status: 'synced',
      rev: 1,
      generation: 0,
      intent: null,
      knownEventIds: [id],
      isMasked: false,
    },
  }
}

function stateOf(pairs: readonly Pair[]): SyncState {
  return {
    now,
    window: windowAt(now),
    userId: ann,
    organizations: new Set([acme]),
    contract: { hasAllDay: false, hasCancelled: false, readers: 'organization' },
    mirror: {
      appointments: new Map(pairs.map(({ appointment }) => [appointment.id, appointment])),
      mappings: new Map(pairs.map(({ mapping }) => [mapping.id, mapping])),
      conflicts: new Map(),
      events: new Map([[calendar.id, new Map(pairs.map(({ event }) => [event.id, event]))]]),
    },
    calendars: new Map([[calendar.id, { calendar, account, projection: { canonicalize, eventIdOf }, isPulled: true }]]),
    organizationOf: new Map([[calendar.id, calendar.organizationId]]),
    looked: new Map(),
    recentDeletions: [],
    held: { released: new Set(), kept: new Set() },
    consent: null,
    setAside: new Map(),
  }
}

export type PlanTimes = {
  readonly all: number
  readonly planMs: number
  readonly parseMs: number
  readonly ratio: number
}

/** A full plan of so many pairs with 1 % edited, against reading the same pairs from JSON. */
export function timePlan(all: number): PlanTimes {
  const pairs = Array.from({ length: all }, (_, n) => pair(n, all))
  const json = JSON.stringify(pairs)
  // Fresh from JSON, as in a sync: strings and objects are not shared between the three sides.
  const state = stateOf(JSON.parse(json) as Pair[])
  const planned = planSync(state).operations.length
  if (planned !== all / 100) throw new Error(`the plan has ${planned} operations instead of ${all / 100}`)
  const times = Math.max(1, 20_000 / all)
  let [planMs, parseMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let n = 0; n < turns; n += 1) {
    planMs = Math.min(
      planMs,
      timed(times, () => planSync(state)),
    )
    parseMs = Math.min(
      parseMs,
      timed(times, () => JSON.parse(json)),
    )
  }
  return { all, planMs, parseMs, ratio: planMs / parseMs }
}

/** Of several turns the fastest counts: what else the machine did can only add. */
const turns = 9

function timed(times: number, work: () => unknown): number {
  const startedMs = performance.now()
  for (let n = 0; n < times; n += 1) work()
  return (performance.now() - startedMs) / times
}
