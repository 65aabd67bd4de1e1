import type { AccountAnswer } from '../../lib/crm/accounts.ts'
import { createCrmPort } from '../../lib/crm/port.ts'
import type { AppointmentRow } from '../../lib/model/appointment.ts'
import type { Content } from '../../lib/model/content.ts'
import type {
  AccountId,
  AppointmentId,
  CalendarId,
  DeviceId,
  EventId,
  MappingId,
  OrganizationId,
  RunId,
  UserId,
} from '../../lib/model/ids.ts'
import type { Mapping } from '../../lib/model/mapping.ts'
import { type Counts, noCounts, type RunStatus } from '../../lib/model/run.ts'
import { toInstant } from '../../lib/model/time.ts'
import type {
  BeginAnswer,
  BeginOperation,
  CommitAnswer,
  CommitOperation,
  NewLink,
  OperationResult,
  PullAnswer,
  Refusal,
} from '../../lib/sync/ports.ts'
import type { Variant } from '../support/crm-schema.ts'
import { createTestDatabase, crmClientOf, type TestDatabase } from '../support/database.ts'
import { addAppointment } from './add-appointment.ts'

export const content = (title: string, change: Partial<Content> = {}): Content => ({
  title,
  description: 'Bring the offer',
  location: 'Room 2',
  time: { kind: 'timed', start: toInstant('2026-12-01T10:00:00Z'), end: toInstant('2026-12-01T11:00:00Z') },
  ...change,
})

/** One browser of one user, which remembers its cursor and fence as the engine does. */
export type Device = {
  readonly user: UserId
  pull(from?: string, until?: string): Promise<PullAnswer>
  begin(operations: readonly BeginOperation[], runId?: RunId): Promise<BeginAnswer>
  commit(operations: readonly CommitOperation[], options?: CommitOptions): Promise<CommitAnswer>
  /** As `commit`, where the lease is surely granted: the results. */
  results(operations: readonly CommitOperation[], options?: CommitOptions): Promise<readonly OperationResult[]>
  forget(): void
}
export type CommitOptions = { status?: RunStatus; counts?: Partial<Counts>; runId?: RunId; errorCodes?: ['rejected'] }

export type World = {
  readonly db: TestDatabase
  readonly acme: OrganizationId
  readonly ann: UserId
  readonly accountId: AccountId
  readonly calendarId: CalendarId
  openDevice(name: string, user?: UserId): Device
  connect(user: UserId, options?: { email?: string; externalId?: string; isPrimary?: boolean }): Promise<AccountAnswer>
  addAppointment(
    owner: UserId | null,
    change?: Partial<AppointmentRow>,
    organization?: OrganizationId,
  ): Promise<AppointmentId>
  /** The row as begin and commit expect it. */
  rowOf(title: string, change?: Partial<AppointmentRow>): AppointmentRow
  newLink(name: string, change?: Partial<NewLink>): NewLink
  importOf(
    name: string,
    change?: Partial<NewLink>,
    row?: Partial<AppointmentRow>,
  ): Extract<CommitOperation, { op: 'import' }>
  mapping(id: MappingId): Promise<Mapping & Record<string, unknown>>
  close(): Promise<void>
}

export const newRun = () => crypto.randomUUID() as RunId
export const newMapping = () => crypto.randomUUID() as MappingId
export const refused = (code: Refusal) => ({ ok: false, code })

let shared: TestDatabase | undefined

async function emptyDatabase(variant: Variant): Promise<TestDatabase> {
  if (shared?.variant === variant) await shared.reset()
  else {
    await shared?.close()
    shared = await createTestDatabase({ variant })
  }
  return shared
}

/**
 * Ann of Acme with one Google calendar. The tests of a file share a database, emptied for each;
 * a test that changes the schema takes one of its own.
 */
export async function openWorld(variant: Variant = 'uuid', { isOwn = false } = {}): Promise<World> {
  const db = isOwn ? await createTestDatabase({ variant }) : await emptyDatabase(variant)
  const acme = await db.addOrganization('Acme')
  const ann = await db.addUser('ann@example.com', { organization: acme })
  const connect: World['connect'] = (
    user,
    { email = 'ann@example.com', externalId = 'primary', isPrimary = true } = {},
  ) =>
    db.rpc(user, 'calendar_connect', {
      provider: 'google',
      email,
      organizationId: null,
      timezone: 'Europe/Berlin',
      calendars: [{ externalId, name: 'Main', timezone: 'Europe/Berlin', isPrimary, isWritable: true }],
    })
  const { account, calendars } = await connect(ann)
  const calendarId = calendars[0]?.id as CalendarId
  const allDay = variant === 'full' ? false : null

  const rowOf: World['rowOf'] = (title, change = {}) => ({
    title,
    description: 'Bring the offer',
    location: 'Room 2',
    start: toInstant('2026-12-01T10:00:00Z'),
    end: toInstant('2026-12-01T11:00:00Z'),
    allDay,
    isCancelled: false,
    ...change,
  })
  const newLink: World['newLink'] = (name, change = {}) => ({
    id: newMapping(),
    accountId: account.id,
    calendarId,
    eventId: `event-${name}` as EventId,
    etag: '"1"',
    stamp: '2026-11-01T00:00:00.000Z',
    identity: `meeting-${name}`,
    base: content(name),
    status: 'synced',
    isMasked: false,
    ...change,
  })

  return {
    db,
    acme,
    ann,
    accountId: account.id,
    calendarId,
    connect,
    rowOf,
    newLink,
    importOf: (name, change = {}, row = {}) => ({
      op: 'import',
      mapping: newLink(name, change),
      row: rowOf(name, row),
    }),
    openDevice: (name, user = ann) => openDevice(db, user, name as DeviceId),
    addAppointment: (owner, change = {}, organization = acme) =>
      addAppointment(db, owner, organization, rowOf('Visit', change)),
    async mapping(id) {
      const [found] = await db.sql<Mapping & Record<string, unknown>>(
        'select * from public.calendar_event_mappings where id = $1',
        [id],
      )
      if (!found) throw new Error('no such mapping')
      return found
    },
    close: async () => {
      if (isOwn) await db.close()
    },
  }
}

function openDevice(db: TestDatabase, user: UserId, device: DeviceId): Device {
  const crm = createCrmPort(crmClientOf(db, user))
  let known: Pick<PullAnswer, 'cursor' | 'epoch' | 'fingerprint'> | null = null
  let fence = 0
  const header = (runId: RunId) => ({ device, runId, trigger: 'manual' as const, fence, leaseSeconds: 60 })
  const keep = <Answer extends BeginAnswer | CommitAnswer>(answer: Answer): Answer => {
    if (answer.kind === 'granted') fence = answer.fence
    return answer
  }
  const commit: Device['commit'] = async (
    operations,
    { status = 'success', counts = {}, runId = newRun(), errorCodes = [] } = {},
  ) =>
    keep(
      await crm.commit({
        ...header(runId),
        operations,
        run: { status, counts: { ...noCounts, ...counts }, errorCodes },
      }),
    )
  return {
    user,
    forget: () => {
      known = null
    },
    async pull(from = '2026-11-01T00:00:00Z', until = '2027-06-01T00:00:00Z') {
      const { cursor = null, epoch = null, fingerprint = null } = known ?? {}
      const answer = await crm.pull({
        device,
        cursor,
        epoch,
        fingerprint,
        from: toInstant(from),
        until: toInstant(until),
      })
      known = answer
      fence = answer.fence
      return answer
    },
    begin: async (operations, runId = newRun()) => keep(await crm.begin({ ...header(runId), operations })),
    commit,
    async results(operations, options) {
      const answer = await commit(operations, options)
      if (answer.kind !== 'granted') throw new Error(answer.kind)
      return answer.results
    },
  }
}

/** A mapping as an import leaves it, with its new appointment: rev 1. */
export async function importOne(world: World, desk: Device, name = 'Standup') {
  const importing = world.importOf(name)
  const [result] = await desk.results([importing], { status: 'running' })
  if (!result?.ok || !result.appointmentId) throw new Error('not imported')
  return { id: importing.mapping.id, appointmentId: result.appointmentId, row: importing.row }
}
