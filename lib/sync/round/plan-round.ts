import { isSyncError } from '../../model/errors.ts'
import type { MirroredEvent } from '../../model/event.ts'
import { type AccountId, type EventKey, eventKey, type UserId } from '../../model/ids.ts'
import type { Look } from '../operation.ts'
import { type Plan, planSync } from '../plan.ts'
import { windowAt } from '../pull.ts'
import type { Mirror, SyncState } from '../state.ts'
import type { Marks, MirrorStore } from '../store.ts'
import type { SyncPorts } from '../sync-ports.ts'
import type { AccountTrouble, Pulled } from './pull-all.ts'

export type Planned = {
  readonly plan: Plan
  readonly state: SyncState
  readonly troubles: readonly AccountTrouble[]
}

const maxLookRounds = 3
/** Events read by themselves in one run; more are read by the next. Google allows ten a second over a minute. */
const maxLooks = 200
const looksAtOnce = 8

/**
 * Loads the mirror and plans; events that leave doubt are read one by one and the plan is made again.
 * @returns null where nothing came and the last plan had left nothing to do
 */
export async function planRound(
  ports: SyncPorts,
  pulled: Pulled,
  looked: Map<EventKey, MirroredEvent | null>,
  { isForced, isOutOfTime }: { readonly isForced: boolean; readonly isOutOfTime: () => boolean },
): Promise<Planned | null> {
  const marks = await ports.store.marks()
  if (!isForced && !pulled.hasNews && marks.isSettled && pulled.troubles.length === 0) return null
  if (isSpent(marks, pulled)) await ports.store.setMarks({ consent: null })
  const mirror = await ports.store.load()
  const troubles: AccountTrouble[] = []
  for (let round = 0; ; round += 1) {
    const state = stateOf(ports, pulled, marks, mirror, looked, troubles)
    const plan = planSync(state)
    const looks = plan.looks.slice(0, Math.max(0, maxLooks - looked.size))
    if (looks.length === 0 || round >= maxLookRounds || isOutOfTime()) return { plan, state, troubles }
    troubles.push(...(await lookAtEvents(ports, pulled, looks, looked)))
  }
}

/** A yes whose calendars had their first sync: it names every event and would be read and written with the marks for ever. */
function isSpent({ consent }: Marks, { answer }: Pulled): boolean {
  return (
    consent !== null &&
    answer.calendars.every(({ id, consentedAt }) => consentedAt !== null || !consent.calendars.includes(id))
  )
}

/** Some at a time; what was found goes into the mirror, so that a run that ends early has not read in vain. */
async function lookAtEvents(
  { store }: SyncPorts,
  pulled: Pulled,
  looks: readonly Look[],
  looked: Map<EventKey, MirroredEvent | null>,
): Promise<readonly AccountTrouble[]> {
  const troubles = new Map<AccountId, AccountTrouble>()
  const queue = looks.values()
  async function work(): Promise<void> {
    for (const { calendarId, eventId } of queue) {
      const port = pulled.ports.get(calendarId)
      const account = pulled.calendars.get(calendarId)?.account
      if (!port || !account || troubles.has(account.id)) continue
      try {
        looked.set(eventKey(calendarId, eventId), await port.get(eventId))
      } catch (error) {
        if (!isSyncError(error)) throw error
        troubles.set(account.id, { account, error })
      }
    }
  }
  await Promise.all(Array.from({ length: looksAtOnce }, work))
  await keepLooked(store, looks, looked)
  return [...troubles.values()]
}

async function keepLooked(
  store: MirrorStore,
  looks: readonly Look[],
  looked: ReadonlyMap<EventKey, MirroredEvent | null>,
): Promise<void> {
  const { calendars } = await store.marks()
  for (const [calendarId, of] of Map.groupBy(looks, (look) => look.calendarId)) {
    const known = calendars[calendarId]
    const events = of.flatMap(({ eventId }) => looked.get(eventKey(calendarId, eventId)) ?? [])
    if (known && events.length > 0) await store.applyEvents(calendarId, { ...known, events, isFull: false })
  }
}

function stateOf(
  ports: SyncPorts,
  pulled: Pulled,
  marks: Marks,
  mirror: Mirror,
  looked: ReadonlyMap<EventKey, MirroredEvent | null>,
  troubles: readonly AccountTrouble[],
): SyncState {
  const { answer } = pulled
  const { consent } = marks
  const inTrouble = new Set(troubles.map(({ account }) => account.id))
  const calendars = [...pulled.calendars].map(
    ([id, planned]) => [id, { ...planned, isPulled: planned.isPulled && !inTrouble.has(planned.account.id) }] as const,
  )
  return {
    now: ports.now(),
    window: windowAt(ports.now()),
    userId: answer.userId as UserId,
    organizations: new Set(answer.organizations.map(({ id }) => id)),
    contract: answer.contract,
    mirror,
    calendars: new Map(calendars),
    organizationOf: new Map(answer.calendars.map(({ id, organizationId }) => [id, organizationId])),
    looked: new Map(looked),
    recentDeletions: answer.recentDeletions,
    held: { released: new Set(marks.released), kept: new Set(marks.kept) },
    consent: consent && {
      calendars: new Set(consent.calendars),
      operations: new Set(consent.operations),
      pairs: new Set(consent.pairs),
    },
    setAside: new Map(marks.setAside.map(({ key, code }) => [key, code])),
  }
}
