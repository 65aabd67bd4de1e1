import { type BothSides, contentOf, differences, isEqual, type Pair, pairsOf } from '../story/both-sides.ts'

/** The steps of the demo in their order. A step ticks itself when the databases show that it happened. */
export const stepIds = [
  'crm-sign-in',
  'extension-sign-in',
  'connect',
  'first-sync',
  'edit-crm',
  'edit-calendar',
  'add-crm',
  'add-calendar',
  'delete-crm',
  'delete-calendar',
  'by-itself',
  'heal',
] as const
export type StepId = (typeof stepIds)[number]

/** What the desk sees at one moment. */
export type Sight = {
  readonly isCrmSignedIn: boolean
  readonly isExtensionSignedIn: boolean
  readonly isConnected: boolean
  readonly isConsented: boolean
  readonly sides: BothSides
  /** Ended runs of the log that changed something, started by the alarm. */
  readonly automaticRuns: number
  /** Ended successful runs since the worker was last killed; null when it never was. */
  readonly runsSinceKill: number | null
}

export type Checklist = {
  readonly done: readonly StepId[]
  /** Linked pairs as they last agreed, content by key. */
  readonly agreed: Readonly<Record<string, string>>
  /** Which side moved away from an agreed pair, or stood alone, first: key of the pair, or id of the meeting. */
  readonly movedFirst: Readonly<Record<string, 'crm' | 'calendar'>>
  readonly automaticRuns: number | null
}

export const newChecklist: Checklist = { done: [], agreed: {}, movedFirst: {}, automaticRuns: null }

/** The checklist after another look at the world. Pure: the same sights tick the same steps. */
export function observe(before: Checklist, sight: Sight): Checklist {
  const ticked = new Set<StepId>()
  if (sight.isCrmSignedIn) ticked.add('crm-sign-in')
  if (sight.isExtensionSignedIn) ticked.add('extension-sign-in')
  if (sight.isConnected) ticked.add('connect')
  const pairs = pairsOf(sight.sides)
  const isFirstSyncDone = before.done.includes('first-sync')
  const isAllEqual = pairs.length > 0 && differences(sight.sides).length === 0
  if (sight.isConsented && isAllEqual) ticked.add('first-sync')
  const movedFirst = { ...before.movedFirst, ...(isFirstSyncDone ? whoMoved(before, sight.sides, pairs) : {}) }
  if (isFirstSyncDone) for (const step of settled(before, movedFirst, sight.sides, pairs)) ticked.add(step)
  if (before.automaticRuns !== null && sight.automaticRuns > before.automaticRuns && isAllEqual) ticked.add('by-itself')
  if (sight.runsSinceKill !== null && sight.runsSinceKill > 0 && isAllEqual) ticked.add('heal')
  return {
    done: stepIds.filter((id) => before.done.includes(id) || ticked.has(id)),
    agreed: nextAgreed(before, sight.sides, pairs),
    movedFirst,
    automaticRuns: isFirstSyncDone ? sight.automaticRuns : null,
  }
}

function whoMoved({ agreed }: Checklist, { appointments, events }: BothSides, pairs: readonly Pair[]) {
  const moved: Record<string, 'crm' | 'calendar'> = {}
  for (const pair of pairs) {
    const { key, appointment, event } = pair
    const last = agreed[key]
    if (last === undefined || isEqual(pair)) continue
    if (contentOf(event) === last) moved[key] = 'crm'
    if (contentOf(appointment) === last) moved[key] = 'calendar'
  }
  for (const key of Object.keys(agreed)) {
    const [inCrm, inCalendar] = presence(key, appointments, events)
    if (!inCrm && inCalendar) moved[key] = 'crm'
    if (inCrm && !inCalendar) moved[key] = 'calendar'
  }
  const linked = new Set(pairs.flatMap(({ appointment, event }) => [appointment.id, event.id]))
  for (const { id } of appointments) if (!linked.has(id)) moved[id] = 'crm'
  for (const { id } of events) if (!linked.has(id)) moved[id] = 'calendar'
  return moved
}

/** The steps that a change which has now arrived on the other side completes. */
function settled(
  { agreed }: Checklist,
  movedFirst: Checklist['movedFirst'],
  { appointments, events }: BothSides,
  pairs: readonly Pair[],
): readonly StepId[] {
  const steps: StepId[] = []
  for (const pair of pairs.filter(isEqual)) {
    const last = agreed[pair.key]
    const from = movedFirst[pair.key]
    if (last !== undefined && last !== contentOf(pair.appointment) && from) steps.push(`edit-${from}`)
    const bornIn = movedFirst[pair.appointment.id] ?? movedFirst[pair.event.id]
    if (last === undefined && bornIn) steps.push(`add-${bornIn}`)
  }
  for (const key of Object.keys(agreed)) {
    const from = movedFirst[key]
    if (from && presence(key, appointments, events).every((isThere) => !isThere)) steps.push(`delete-${from}`)
  }
  return steps
}

function presence(key: string, appointments: BothSides['appointments'], events: BothSides['events']) {
  const [appointmentId, eventId] = key.split(' ')
  return [appointments.some(({ id }) => id === appointmentId), events.some(({ id }) => id === eventId)] as const
}

function nextAgreed({ agreed }: Checklist, { appointments, events }: BothSides, pairs: readonly Pair[]) {
  const next: Record<string, string> = {}
  for (const [key, content] of Object.entries(agreed)) {
    if (presence(key, appointments, events).some(Boolean)) next[key] = content
  }
  for (const pair of pairs) if (isEqual(pair)) next[pair.key] = contentOf(pair.appointment)
  return next
}
