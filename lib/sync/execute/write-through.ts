import { eventKey } from '../../model/ids.ts'
import { type Operation, operationKey } from '../operation.ts'
import type { Beginning } from './begin-operation.ts'
import { toSettlement } from './commit-operation.ts'
import { type CommitQueue, running } from './commit-queue.ts'
import type { ExecuteContext } from './context.ts'
import type { Lease } from './lease.ts'
import type { Tally } from './tally.ts'
import { alteredFields, type WriteResult, writeEvents } from './write-events.ts'

const rowsPerCall = 2500
export const writesPerBatch = 50
/** Settled writes are committed this often, so that a death loses little. */
const writesPerCommit = 500
const writesPerSecond = 8

type Parts = {
  readonly context: ExecuteContext
  readonly lease: Lease
  readonly queue: CommitQueue
  readonly tally: Tally
  readonly total: number
}

/** A write that begin has granted, with the mapping's rev since then. */
type Granted = { readonly beginning: Beginning; readonly rev: number }

/**
 * Begins and writes everything that the calendars have to be told, and queues what settles it.
 * @returns false when time ran out before the end
 */
export async function writeThroughCalendars(parts: Parts, beginnings: readonly Beginning[]): Promise<boolean> {
  for (let from = 0; from < beginnings.length; from += rowsPerCall) {
    const granted = await beginAll(parts, beginnings.slice(from, from + rowsPerCall))
    for (const group of Map.groupBy(granted, ({ beginning }) => groupOf(beginning.operation)).values()) {
      if (!(await writeGroup(parts, group))) return false
    }
  }
  return true
}

/** A group goes to one calendar; deletions are groups of their own, after everything else of their plan. */
const groupOf = (operation: Operation) => `${operation.kind === 'delete-event' ? 1 : 0} ${operation.calendarId}`

async function beginAll({ lease, tally }: Parts, chunk: readonly Beginning[]): Promise<readonly Granted[]> {
  const results = await lease.begin(chunk.map(({ begin }) => begin))
  return chunk.flatMap((beginning, n) => {
    const result = results[n]
    if (result?.ok) return [{ beginning, rev: result.rev }]
    tally.committed(beginning.operation, result)
    return []
  })
}

async function writeGroup(parts: Parts, group: readonly Granted[]): Promise<boolean> {
  const { context, lease, queue, tally, total } = parts
  for (let from = 0; from < group.length; from += writesPerBatch) {
    const batch = group.slice(from, from + writesPerBatch)
    const [first] = batch
    if (!first || tally.isStopped(accountOf(context, first.beginning.operation))) return true
    if (context.isOutOfTime() || !lease.hasTime()) return false
    const startedMs = context.monotonicMs()
    await writeBatch(parts, first.beginning.operation, batch)
    context.onProgress(Math.min(queue.done(), total), total)
    if (queue.size >= writesPerCommit) await queue.flush(running)
    const isLast = from + writesPerBatch >= group.length
    const spentMs = context.monotonicMs() - startedMs
    if (!isLast) await context.pause(Math.max(0, (batch.length / writesPerSecond) * 1000 - spentMs))
  }
  return true
}

async function writeBatch(parts: Parts, { calendarId }: Operation, batch: readonly Granted[]): Promise<void> {
  const writes = batch.map(({ beginning }) => beginning.write)
  const results = await writeEvents(parts.context.portOf(calendarId), writes)
  batch.forEach((granted, n) => {
    const result = results[n]
    if (result) take(parts, granted, result)
  })
}

/** What the calendar's answer means for the mapping. */
function take({ context, queue, tally }: Parts, { beginning, rev }: Granted, result: WriteResult): void {
  const { operation, mappingId, write } = beginning
  switch (result.kind) {
    case 'written': {
      const { event, isAdopted } = result
      queue.add(operation, toSettlement(operation, { mappingId, rev, event, isAdopted }, context.state))
      if (isAdopted) tally.stale()
      else noteAltered(tally, beginning, result)
      return
    }
    case 'deleted':
      queue.add(operation, toSettlement(operation, { mappingId, rev, event: null, isAdopted: false }, context.state))
      return
    case 'changed': {
      tally.stale()
      const id = write.kind === 'create' ? context.portOf(operation.calendarId).eventIdOf(write.key) : write.eventId
      tally.found(eventKey(operation.calendarId, id), result.event)
      return
    }
    case 'refused':
      // No event came of it: the appointment is as good as never begun, and tried again once it changed.
      if (write.kind === 'create') queue.add(null, { op: 'settle', mappingId, rev, set: { status: 'closed' } })
      tally.refused(operation, result.error.code)
      return
    case 'stopped':
      tally.stopped(accountOf(context, operation), result.error)
  }
}

/** Sent in canonical form and still given back otherwise: writing it again would go on for ever. */
function noteAltered(
  tally: Tally,
  { operation, write }: Beginning,
  { event }: Extract<WriteResult, { kind: 'written' }>,
): void {
  if (operation.kind !== 'update' || write.kind !== 'update') return
  if (alteredFields(write.patch, event.content).length === 0) return
  tally.setAside(operationKey({ ...operation, event: { ...operation.event, etag: event.etag } }))
}

function accountOf({ state }: ExecuteContext, { calendarId }: Operation) {
  const planned = state.calendars.get(calendarId)
  if (!planned) throw new Error('planned for a calendar that is not connected')
  return planned.account.id
}
