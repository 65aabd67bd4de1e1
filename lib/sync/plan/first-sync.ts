import { type Content, isSameContent, isSameSpan } from '../../model/content.ts'
import type { AppointmentId, CalendarId, EventId } from '../../model/ids.ts'
import { type Operation, operationKey } from '../operation.ts'
import type { SyncState } from '../state.ts'
import { contentOf } from './sides.ts'

type Import = Extract<Operation, { kind: 'import' }>
type Create = Extract<Operation, { kind: 'create-event' }>

export const pairKey = (event: EventId, appointment: AppointmentId) => `${event} ${appointment}`

/** Two that start and end together and might be the same meeting: only a person can tell. */
export type DoubtfulPair = { readonly import: Import; readonly create: Create }

export type FirstSync = {
  /** What the first sync would do; consent is given to these keys. */
  readonly planned: readonly Operation[]
  readonly doubtful: readonly DoubtfulPair[]
}

/**
 * Before a calendar's first sync nothing is written without a yes. Evidently equal pairs become links instead of an
 * import and an export; what the person agreed to passes, everything else is only shown.
 */
export function separateFirstSync(
  state: SyncState,
  operations: readonly Operation[],
): { readonly free: readonly Operation[]; readonly first: FirstSync | null } {
  const isFirst = (id: CalendarId) => state.calendars.get(id)?.calendar.consentedAt === null
  // What a mapping of the calendar itself asks for was agreed on when the mapping was made.
  const isAgreedLink = (operation: Operation) =>
    'mapping' in operation && operation.mapping.calendarId === operation.calendarId
  const needsYes = (operation: Operation) => isFirst(operation.calendarId) && !isAgreedLink(operation)
  const free = operations.filter((operation) => !needsYes(operation))
  const bound = operations.filter(needsYes)
  const isWaiting = [...state.calendars.values()].some((planned) => planned.isPulled && isFirst(planned.calendar.id))
  if (!isWaiting) return { free: operations, first: null }
  const { planned, doubtful } = linkPairs(state, bound)
  const isAgreed = (operation: Operation) => state.consent?.operations.has(operationKey(operation)) ?? false
  const asked = planned.filter((operation) => !isAgreed(operation))
  return { free: [...free, ...planned.filter(isAgreed)], first: { planned: asked, doubtful } }
}

function linkPairs(state: SyncState, operations: readonly Operation[]): FirstSync {
  const imports = operations.filter((operation) => operation.kind === 'import')
  const creates = operations.filter((operation) => operation.kind === 'create-event')
  const others = operations.filter((operation) => operation.kind !== 'import' && operation.kind !== 'create-event')
  const byTime = Map.groupBy(imports, ({ event }) => timeKey(event.content))
  const byEvent = Map.groupBy(imports, ({ event }) => event.id)
  const taken = new Set<Operation>()
  const links: Operation[] = []
  const doubtful: DoubtfulPair[] = []
  for (const create of creates) {
    const noted = create.appointment.externalEventId as EventId | null
    const sameTime = byTime.get(timeKey(create.content)) ?? []
    const candidates = ((noted && byEvent.get(noted)) ?? sameTime).filter(
      (candidate) => !taken.has(candidate) && isLinkable(state, candidate, create),
    )
    const evident = candidates.filter((candidate) => isEvident(state, candidate, create))
    const only = evident[0]
    if (only && evident.length === 1) {
      taken.add(only).add(create)
      links.push(linkOf(only, create))
    } else if (candidates[0] && looksAlike(candidates[0].event.content, create.content)) {
      doubtful.push({ import: candidates[0], create })
    }
  }
  const rest = [...imports, ...creates].filter((operation) => !taken.has(operation))
  return { planned: [...others, ...links, ...rest], doubtful }
}

const linkOf = ({ calendarId, event }: Import, { appointment }: Create): Operation => ({
  kind: 'link',
  reason: 'same-meeting',
  calendarId,
  event,
  appointment,
})

const timeKey = ({ time }: Content) => `${time.kind} ${time.start} ${time.end}`

function isLinkable(state: SyncState, { calendarId }: Import, { appointment }: Create): boolean {
  return state.calendars.get(calendarId)?.calendar.organizationId === appointment.organizationId
}

/** The CRM noted the event's id itself, or title and times are the same, or the person said so. */
function isEvident(state: SyncState, { calendarId, event }: Import, { appointment }: Create): boolean {
  if (appointment.externalEventId === event.id) return true
  if (state.consent?.pairs.has(pairKey(event.id, appointment.id))) return true
  const planned = state.calendars.get(calendarId)
  if (!planned || event.isMasked) return false
  const content = contentOf(appointment, planned, event.content)
  return isSameContent(content, event.content) || normal(content.title) === normal(event.content.title)
}

const normal = (title: string) => title.trim().replace(/\s+/g, ' ').toLocaleLowerCase('en')

/** At the same time, and the titles share a word: worth a question. */
function looksAlike(a: Content, b: Content): boolean {
  const words = (title: string) =>
    new Set(
      normal(title)
        .split(/\W+/u)
        .filter((word) => word.length > 2),
    )
  return isSameSpan(a.time, b.time) && !words(a.title).isDisjointFrom(words(b.title))
}
