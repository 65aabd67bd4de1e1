import type { CalendarId } from '../../model/ids.ts'
import { isLive, type Mapping, unitOf } from '../../model/mapping.ts'
import type { Operation, Waiting } from '../operation.ts'
import type { SyncState } from '../state.ts'

type Deletion = Extract<Operation, { kind: 'delete-event' | 'delete-appointment' }>
type Side = 'crm' | 'calendar'

const isDeletion = (operation: Operation): operation is Deletion =>
  operation.kind === 'delete-event' || operation.kind === 'delete-appointment'

const sideOf = (deletion: Deletion): Side => (deletion.kind === 'delete-event' ? 'calendar' : 'crm')

/** More deletions than a person makes by hand: over the larger of five and a fifth, or half of three or more. */
export function looksLikeAccident(deletions: number, total: number): boolean {
  return deletions > Math.max(5, total / 5) || (total >= 3 && deletions >= 2 && deletions * 2 >= total)
}

/**
 * Holds back deletions that look like an accident, counted per calendar and side over a rolling 24 hours and all
 * devices, a series as one. The rest of the plan goes on. What a person released passes.
 * @param suspects mappings whose event is missing and was not read by itself yet: they count, nothing is done about them
 */
export function guardDeletions(
  state: SyncState,
  operations: readonly Operation[],
  suspects: readonly Mapping[],
): { readonly operations: readonly Operation[]; readonly held: readonly Waiting[] } {
  const deletions = operations.filter(isDeletion).filter((deletion) => !state.held.released.has(deletion.mapping.id))
  const held: Waiting[] = []
  const stopped = new Set<Operation>()
  for (const group of Map.groupBy(deletions, groupKey).values()) {
    const [first] = group
    if (!first) continue
    const side = sideOf(first)
    const recent = state.recentDeletions.filter(
      (deletion) => deletion.calendarId === first.calendarId && deletion.side === side,
    )
    const missing = side === 'crm' ? suspects.filter(({ calendarId }) => calendarId === first.calendarId) : []
    const units = new Set([...[...group, ...recent].map(({ unit }) => unit), ...missing.map(unitOf)])
    const total = countUnits(state, first.calendarId) + recent.length
    if (!looksLikeAccident(units.size, total)) continue
    for (const deletion of group) stopped.add(deletion)
    held.push({
      kind: 'held',
      calendarId: first.calendarId,
      side,
      mappings: group.map(({ mapping }) => mapping),
      total,
    })
  }
  return { operations: operations.filter((operation) => !stopped.has(operation)), held }
}

const groupKey = (deletion: Deletion) => `${deletion.calendarId} ${sideOf(deletion)}`

/** How many separate things are linked in this calendar. */
function countUnits(state: SyncState, calendarId: CalendarId): number {
  const units = new Set<string>()
  for (const mapping of state.mirror.mappings.values()) {
    if (mapping.calendarId !== calendarId || !isLive(mapping)) continue
    units.add(unitOf(mapping))
  }
  return units.size
}
