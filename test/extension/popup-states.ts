import type { AccountId, CalendarId, MappingId, OrganizationId, RunId, UserId } from '../../lib/model/ids.ts'
import { noCounts, type Run } from '../../lib/model/run.ts'
import { type Instant, toInstant, type Zone } from '../../lib/model/time.ts'
import { type AccountView, type NeedView, noOverview, type Overview, type PreviewView } from '../../lib/store/views.ts'

/** What the worker has stored when the popup opens. */
export type Stored = {
  readonly overview: readonly Overview[]
  readonly accounts: readonly AccountView[]
  readonly needs: readonly NeedView[]
  readonly runs: readonly Run[]
}

const minute = 60_000
const ago = (minutes: number): Instant => toInstant(Date.now() - minutes * minute)
const tomorrow = (hour: number): Instant => toInstant(new Date(new Date().setHours(hour + 24, 0, 0, 0)).toISOString())

const signedIn: Overview = {
  ...noOverview,
  user: { id: 'user-ann' as UserId, email: 'ann@example.com' },
  crmHost: 'crm.example.com',
  organizationName: 'Acme',
}
const inSync: Overview = { ...signedIn, lastSyncAt: ago(5), nextCheckAt: ago(-10), checked: 212 }

export const google: AccountView = {
  id: 'account-1' as AccountId,
  organizationId: 'acme' as OrganizationId,
  provider: 'google',
  email: 'ann@example.com',
  state: 'ok',
  policy: 'ask',
  timezone: 'Europe/Berlin' as Zone,
  lastSync: ago(5),
  isConsented: true,
  calendars: [
    { id: 'work' as CalendarId, name: 'Work', isPrimary: true, isWritable: true, direction: 'two-way', isHome: true },
    { id: 'run' as CalendarId, name: 'Training', isPrimary: false, isWritable: true, direction: 'off', isHome: false },
    {
      id: 'rota' as CalendarId,
      name: 'Team rota',
      isPrimary: false,
      isWritable: false,
      direction: 'off',
      isHome: false,
    },
  ],
}
const fresh: AccountView = { ...google, isConsented: false, lastSync: null }
const second: AccountView = {
  ...google,
  id: 'account-2' as AccountId,
  email: 'ann.home@example.com',
  calendars: google.calendars.map((calendar) => ({
    ...calendar,
    name: `${calendar.name} with a rather long name`,
    direction: calendar.isPrimary ? ('import' as const) : ('off' as const),
    isHome: false,
  })),
}

export const preview: PreviewView = {
  accountId: google.id,
  provider: 'google',
  email: google.email,
  toCrm: 41,
  toCalendar: 3,
  linked: 2,
  doubtful: [{ id: 'pair-1', title: 'Roof quote', crmTitle: 'Quote for the roof', start: tomorrow(9) }],
  deletions: 0,
  mails: 0,
  readers: { kind: 'organization', name: 'Acme' },
  grownBy: 0,
}

const run = (
  id: number,
  minutes: number,
  part: Partial<Omit<Run, 'counts'>> & { counts?: Partial<Run['counts']> },
): Run => ({
  id: `run-${id}` as RunId,
  trigger: 'auto',
  status: 'success',
  startedAt: ago(minutes),
  finishedAt: ago(minutes - 0.1),
  errorCodes: [],
  ...part,
  counts: { ...noCounts, ...part.counts },
})
const runs: readonly Run[] = [
  run(1, 5, { counts: { updated: 1 } }),
  run(2, 20, {}),
  run(3, 35, { trigger: 'manual', counts: { imported: 3, exported: 2 } }),
  run(4, 50, { status: 'failed', errorCodes: ['rate-limited'] }),
  run(5, 180, { status: 'partial', counts: { imported: 2, failed: 1 } }),
  run(6, 1500, { status: 'failed', errorCodes: ['unavailable'] }),
  run(7, 1600, { status: 'held', counts: { held: 14 } }),
  run(8, 1700, { counts: { conflicts: 1, imported: 1 } }),
]

export const needs = {
  reconnect: { id: 'n1', kind: 'reconnect', accountId: google.id, provider: 'google', email: google.email },
  held: {
    id: 'n2',
    kind: 'held',
    calendarId: 'work' as CalendarId,
    side: 'crm',
    provider: 'google',
    count: 14,
    total: 40,
    titles: ['Demo call', 'Site visit, Mill Road', 'Weekly team call', 'Partner lunch'],
  },
  guests: {
    id: 'n3',
    kind: 'guests',
    mappingId: 'm3' as MappingId,
    provider: 'google',
    title: 'Quarterly review',
    guestCount: 3,
    change: 'edit',
    start: tomorrow(11),
  },
  conflict: {
    id: 'n4',
    kind: 'conflict',
    mappingId: 'm4' as MappingId,
    provider: 'google',
    title: 'Site visit',
    start: tomorrow(14),
    fields: ['title', 'time'],
    values: {
      title: { base: 'Site visit', crm: 'Site visit with plans', calendar: 'Kitchen site visit' },
      time: {
        base: { kind: 'timed', start: tomorrow(14), end: tomorrow(15) },
        crm: { kind: 'timed', start: tomorrow(15), end: tomorrow(16) },
        calendar: { kind: 'timed', start: tomorrow(16), end: tomorrow(17) },
      },
    },
  },
  rejected: {
    id: 'n5',
    kind: 'rejected',
    mappingId: null,
    provider: 'google',
    title: 'Partner lunch',
    reason: 'calendar',
  },
} as const satisfies Record<string, NeedView>

const signedOut: Stored = {
  overview: [{ ...noOverview, crmHost: 'crm.example.com' }],
  accounts: [],
  needs: [],
  runs: [],
}
const noAccounts: Stored = { overview: [signedIn], accounts: [], needs: [], runs: [] }
const connected: Stored = { overview: [inSync], accounts: [google], needs: [], runs }

const overviewOf = (change: Partial<Overview>, stored: Stored = connected): Stored => ({
  ...stored,
  overview: [{ ...(stored.overview[0] ?? noOverview), ...change }],
})
const problem = (code: NonNullable<Overview['problem']>['code'], provider: 'google' | null = 'google') =>
  overviewOf({ problem: { code, provider, nextTryAt: ago(-15) } })
const connecting = (connect: Overview['connect']) => overviewOf({ connect }, noAccounts)
const failed = (reason: Extract<Overview['connect'], { kind: 'failed' }>['reason']) =>
  connecting({ kind: 'failed', provider: 'google', email: 'ann@example.com', reason })
const syncing = (done: number, total: number | null, change: Partial<Overview> = {}) =>
  overviewOf({ phase: { kind: 'syncing', startedAt: ago(0.3), done, total }, ...change })

/** Every state the popup can be found in, by name. */
export const states = {
  'not-configured': { overview: [], accounts: [], needs: [], runs: [] },
  'signed-out': signedOut,
  'session-ended': overviewOf({ wasSignedOut: true }, signedOut),
  'none-connected': noAccounts,
  'connect-waiting': connecting({ kind: 'waiting', provider: 'google', email: '', startedAt: ago(1) }),
  'connect-organization': connecting({
    kind: 'organization',
    provider: 'google',
    email: 'ann@example.com',
    organizations: [
      { id: 'acme' as OrganizationId, name: 'Acme' },
      { id: 'globex' as OrganizationId, name: 'Globex' },
    ],
  }),
  'connect-closed': failed('closed'),
  'connect-refused': failed('refused'),
  'connect-partly': failed('partly'),
  'connect-other-person': failed('other-person'),
  'connect-unavailable': failed('unavailable'),
  'connect-not-set-up': failed('not-set-up'),
  'choose-calendars': overviewOf(
    { connect: { kind: 'choose', accountId: google.id } },
    { ...noAccounts, accounts: [fresh] },
  ),
  unseen: { ...noAccounts, accounts: [fresh] },
  comparing: overviewOf(
    { phase: { kind: 'syncing', startedAt: ago(0.1), done: 0, total: null } },
    { ...noAccounts, accounts: [fresh] },
  ),
  'preview-waits': overviewOf({ preview }, { ...noAccounts, accounts: [fresh] }),
  'first-sync': syncing(1240, 10_000, {
    lastSyncAt: null,
    problem: { code: 'rate-limited', provider: 'google', nextTryAt: ago(-0.34) },
  }),
  'first-sync-begins': overviewOf(
    { preview, phase: { kind: 'syncing', startedAt: ago(0.1), done: 3, total: 46 } },
    { ...noAccounts, accounts: [fresh] },
  ),
  'in-sync': { ...connected, accounts: [google, second] },
  limited: { ...connected, accounts: [{ ...google, state: 'expiring' }] },
  'syncing-unknown': syncing(0, null),
  'syncing-counted': syncing(12, 40),
  'needs-you': {
    ...overviewOf({ problem: { code: 'auth-expired', provider: 'google', nextTryAt: null } }),
    accounts: [{ ...google, state: 'needs-reconnect' }, second],
    needs: Object.values(needs),
  },
  paused: { ...connected, accounts: [{ ...google, state: 'paused' }] },
  'wait-until': problem('rate-limited'),
  'other-computer': problem('lease-held'),
  'crm-silent': problem('unavailable', null),
  'calendar-silent': problem('unavailable'),
  'not-set-up': problem('not-set-up', null),
  'no-organization': overviewOf({ problem: { code: 'no-organization', provider: null, nextTryAt: null } }, noAccounts),
  'admin-approval': problem('needs-admin-approval'),
  'may-not-write': problem('forbidden'),
  stopped: problem('precondition-failed'),
  'never-synced': overviewOf({ lastSyncAt: null }, { ...connected, runs: [] }),
} as const satisfies Record<string, Stored>

export type StateName = keyof typeof states
