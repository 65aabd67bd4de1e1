import type { Account, Calendar } from '../../lib/model/account.ts'
import type { CalendarId } from '../../lib/model/ids.ts'
import type { Mapping } from '../../lib/model/mapping.ts'
import type { AccountView, NeedView, PreviewView } from '../../lib/store/views.ts'
import { type Operation, operationKey, type Waiting } from '../../lib/sync/operation.ts'
import type { DoubtfulPair } from '../../lib/sync/plan/first-sync.ts'
import { pairKey } from '../../lib/sync/plan/first-sync.ts'
import type { PullAnswer } from '../../lib/sync/ports.ts'
import type { SyncReport } from '../../lib/sync/report.ts'
import type { SyncState } from '../../lib/sync/state.ts'

/** What the popup shows of a run's result. Pure. */

export function accountViews(
  { accounts, calendars }: PullAnswer,
  refused: ReadonlySet<string>,
  begun: ReadonlySet<CalendarId>,
): readonly AccountView[] {
  return accounts
    .filter(({ connected }) => connected)
    .map((account) => accountView(account, calendars, begun, refused.has(account.id)))
}

/** Calendars whose first sync this run has carried out; what it pulled before does not say so yet. */
export function begunBy({ plan, status }: SyncReport, agreed: readonly CalendarId[]): ReadonlySet<CalendarId> {
  if (!plan || (status !== 'success' && status !== 'held')) return new Set()
  const asking = new Set(plan.first?.planned.map(({ calendarId }) => calendarId))
  return new Set(agreed.filter((id) => !asking.has(id)))
}

/** Without a server that keeps a refresh token every sign-in is a short one, and the popup says so: `expiring`. */
function accountView(
  account: Account,
  calendars: readonly Calendar[],
  begun: ReadonlySet<CalendarId>,
  isRefused: boolean,
): AccountView {
  const own = calendars.filter(({ accountId }) => accountId === account.id)
  const used = own.filter(({ direction }) => direction !== 'off')
  const { id, organizationId, provider, email, policy, timezone, lastSync } = account
  return {
    id,
    organizationId,
    provider,
    email,
    policy,
    timezone,
    lastSync,
    state: account.state === 'ok' ? (isRefused ? 'needs-reconnect' : 'expiring') : account.state,
    calendars: own.map(({ id: calendar, name, isPrimary, isWritable, direction, isHome }) => {
      return { id: calendar, name, isPrimary, isWritable, direction, isHome }
    }),
    isConsented: used.length > 0 && used.every((calendar) => calendar.consentedAt !== null || begun.has(calendar.id)),
  }
}

export function needViews(report: SyncReport): readonly NeedView[] {
  const { state, plan } = report
  const reconnects = report.troubles
    .filter(({ error }) => error.code === 'auth-expired')
    .map(({ account: { id, provider, email } }): NeedView => {
      return { id: `reconnect:${id}`, kind: 'reconnect', accountId: id, provider, email }
    })
  if (!state || !plan) return reconnects
  return [
    ...reconnects,
    ...plan.waiting.flatMap((waiting) => waitingView(waiting, state)),
    ...plan.setAside.flatMap((operation) => rejectedView(operation, state)),
  ]
}

function waitingView(waiting: Waiting, state: SyncState): readonly NeedView[] {
  switch (waiting.kind) {
    case 'held': {
      const { calendarId, side, mappings, total } = waiting
      const provider = state.calendars.get(calendarId)?.account.provider
      if (!provider) return []
      const titles = mappings.slice(0, 20).map(({ base }) => base.title)
      return [{ id: heldId(waiting), kind: 'held', calendarId, side, provider, count: mappings.length, total, titles }]
    }
    case 'guests': {
      const { mapping, guestCount, change } = waiting
      return onMapping(mapping, state, (common) => ({
        ...common,
        id: `guests:${mapping.id}`,
        kind: 'guests',
        guestCount,
        change,
      }))
    }
    case 'conflict': {
      const { mapping, fields } = waiting
      return onMapping(mapping, state, (common) => ({
        ...common,
        id: `conflict:${mapping.id}`,
        kind: 'conflict',
        fields: Object.keys(fields) as (keyof typeof fields)[],
        values: fields,
      }))
    }
  }
}

export const heldId = ({ calendarId, side }: Extract<Waiting, { kind: 'held' }>) => `held:${calendarId}:${side}`

function onMapping(
  mapping: Mapping,
  state: SyncState,
  view: (
    common: Pick<Extract<NeedView, { kind: 'conflict' }>, 'mappingId' | 'provider' | 'title' | 'start'>,
  ) => NeedView,
): readonly NeedView[] {
  const provider = state.calendars.get(mapping.calendarId)?.account.provider
  if (!provider) return []
  const { title, time } = mapping.base
  return [view({ mappingId: mapping.id, provider, title, start: time.start })]
}

function rejectedView(operation: Operation, state: SyncState): readonly NeedView[] {
  const provider = state.calendars.get(operation.calendarId)?.account.provider
  if (!provider) return []
  const mappingId = 'mapping' in operation ? operation.mapping.id : null
  const id = `rejected:${operation.kind}:${mappingId ?? operationKey(operation)}`
  return [{ id, kind: 'rejected', mappingId, provider, title: titleOf(operation), reason: refusedBy(operation) }]
}

/** Which side would not take it. */
function refusedBy(operation: Operation): 'crm' | 'calendar' {
  switch (operation.kind) {
    case 'import':
    case 'link':
    case 'settle':
    case 'delete-appointment':
      return 'crm'
    case 'update':
      return Object.keys(operation.toCalendar).length > 0 ? 'calendar' : 'crm'
    case 'create-event':
    case 'recreate-event':
    case 'resume-create':
    case 'delete-event':
      return 'calendar'
  }
}

function titleOf(operation: Operation): string {
  if ('mapping' in operation) return operation.mapping.base.title
  return 'content' in operation ? operation.content.title : operation.event.content.title
}

/** How many appointments are linked and equal on both sides once the last plan is carried out. */
export function linkedCount({ state, plan }: SyncReport): number {
  const linked = new Set<string>()
  for (const { id, status } of state?.mirror.mappings.values() ?? []) {
    if (status === 'synced' || status === 'read_only') linked.add(id)
  }
  for (const operation of plan?.operations ?? []) countOperation(linked, operation)
  return linked.size
}

function countOperation(linked: Set<string>, operation: Operation): void {
  if (!('mapping' in operation)) {
    linked.add(operationKey(operation))
    return
  }
  const { id } = operation.mapping
  const status = operation.kind === 'settle' ? operation.set.status : undefined
  const isEnding = operation.kind.startsWith('delete') || status === 'closed' || status === 'dismissed'
  if (isEnding) linked.delete(id)
  else if (status !== 'conflict' && status !== 'held') linked.add(id)
}

/** What the yes to a preview stands for. */
export type OfferedPreview = {
  readonly calendars: readonly string[]
  readonly operations: readonly string[]
  readonly doubtful: readonly { readonly id: string; readonly link: string; readonly apart: readonly string[] }[]
}

/**
 * @param agreed calendars whose preview the person has said yes to
 * @returns null where nothing waits for a yes
 */
export function previewOf(
  report: SyncReport,
  agreed: readonly CalendarId[],
): { view: PreviewView; offered: OfferedPreview } | null {
  const { plan, state } = report
  const planned = plan?.first?.planned
  const waiting = [...(state?.calendars.values() ?? [])].filter(
    ({ calendar, isPulled }) => isPulled && calendar.consentedAt === null,
  )
  const account = waiting[0]?.account
  const isAgreed = waiting.every(({ calendar }) => agreed.includes(calendar.id))
  if (!plan?.first || !planned || !state || !account || (isAgreed && planned.length === 0)) return null
  const { doubtful } = plan.first
  const count = (kind: Operation['kind']) => planned.filter((operation) => operation.kind === kind).length
  const organization = report.answer.organizations.find(({ id }) => id === account.organizationId)?.name
  return {
    view: {
      accountId: account.id,
      provider: account.provider,
      email: account.email,
      toCrm: count('import'),
      toCalendar: count('create-event'),
      linked: count('link'),
      doubtful: doubtful.map(({ import: { event }, create }) => {
        return {
          id: pairKey(event.id, create.appointment.id),
          title: event.content.title,
          crmTitle: create.content.title,
          start: event.content.time.start,
        }
      }),
      deletions: 0,
      mails: 0,
      readers:
        state.contract.readers === 'organization'
          ? { kind: 'organization', name: organization ?? '' }
          : { kind: 'database' },
      grownBy: isAgreed ? planned.length : 0,
    },
    offered: {
      calendars: waiting.map(({ calendar }) => calendar.id),
      operations: planned.map(operationKey),
      doubtful: doubtful.map(doubtfulOffer),
    },
  }
}

function doubtfulOffer({ import: imported, create }: DoubtfulPair) {
  const { calendarId, event } = imported
  const link = { kind: 'link', reason: 'same-meeting', calendarId, event, appointment: create.appointment } as const
  return {
    id: pairKey(event.id, create.appointment.id),
    link: operationKey(link),
    apart: [operationKey(imported), operationKey(create)],
  }
}
