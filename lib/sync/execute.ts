import type { ErrorCode } from '../model/errors.ts'
import type { MirroredEvent } from '../model/event.ts'
import { type EventKey, eventKey } from '../model/ids.ts'
import { type Counts, noCounts, type RunStatus } from '../model/run.ts'
import { type Beginning, toBeginning } from './execute/begin-operation.ts'
import { toCommit, toSettlement } from './execute/commit-operation.ts'
import type { ExecuteContext, Executed } from './execute/context.ts'
import { addCounts, changesCrm, countedAs } from './execute/counts.ts'
import { LeaseLost, openLease } from './execute/lease.ts'
import { alteredFields, type WriteResult, writeEvents } from './execute/write-events.ts'
import { type Operation, operationKey } from './operation.ts'
import type { Plan } from './plan.ts'
import type { CommitOperation, OperationResult } from './ports.ts'

const rowsPerCall = 2500
const writesPerBatch = 50
/** Settled writes are committed this often, so that a death loses little. */
const writesPerCommit = 500
const writesPerSecond = 8

type Queued = { readonly operation: Operation | null; readonly commit: CommitOperation }

/**
 * Carries a plan out: the only code that writes to either side. Begin records what is about to happen, then the
 * calendars are written, safe operations first and deletions last, then commit settles. Whatever is interrupted is
 * found again by the next plan.
 * @throws SyncError when the CRM cannot be reached
 */
export async function executePlan(context: ExecuteContext, plan: Plan, fence: number): Promise<Executed> {
  const { state } = context
  const lease = openLease(context, fence)
  const setAside: { key: string; code: ErrorCode }[] = []
  const stopped = new Map<ExecutedAccount, StoppedError>()
  const looked = new Map<EventKey, MirroredEvent | null>()
  const total = plan.operations.length
  let counts: Counts = noCounts
  let changedInCrm = 0
  let isStale = false
  let isUnfinished = false
  let done = 0
  let queue: Queued[] = []

  const beginnings = plan.operations.flatMap((operation) => toBeginning(operation, state, context.newMappingId) ?? [])
  const begun = new Set(beginnings.map(({ operation }) => operation))
  const direct = plan.operations.filter((operation) => !begun.has(operation))
  const isDeletion = (operation: Operation) => operation.kind === 'delete-appointment'
  const queueDirect = (operations: readonly Operation[]) => {
    for (const operation of operations) {
      queue.push({ operation, commit: toCommit(operation, state, context.newMappingId) })
    }
  }

  function note(operation: Operation | null, result: OperationResult | undefined): void {
    if (!operation || !result) return
    if (result.ok) {
      const counted = countedAs(operation)
      if (counted) counts = { ...counts, [counted]: counts[counted] + 1 }
      if (changesCrm(operation)) changedInCrm += 1
      return
    }
    if (result.code === 'rejected' || result.code === 'forbidden') refuse(operation, result.code)
    else isStale = true
  }

  function refuse(operation: Operation, code: ErrorCode): void {
    counts = { ...counts, failed: counts.failed + 1 }
    setAside.push({ key: operationKey(operation), code })
  }

  async function flush(status: RunStatus): Promise<void> {
    const rows = queue
    queue = []
    const errorCodes = [
      ...new Set([...setAside.map(({ code }) => code), ...[...stopped.values()].map(({ code }) => code)]),
    ]
    for (let from = 0; from === 0 || from < rows.length; from += rowsPerCall) {
      const chunk = rows.slice(from, from + rowsPerCall)
      const isLast = from + rowsPerCall >= rows.length
      const results = await lease.commit(
        chunk.map(({ commit }) => commit),
        { status: isLast ? status : 'running', counts: addCounts(context.countsBefore, expected(chunk)), errorCodes },
      )
      chunk.forEach(({ operation }, n) => note(operation, results[n]))
    }
    done += rows.length
    context.onProgress(Math.min(done, total), total)
  }

  /** The counts as they are if all of a chunk succeeds: the log line is written in the same transaction. */
  function expected(chunk: readonly Queued[]): Counts {
    return chunk.reduce((sum, { operation }) => {
      const counted = operation && countedAs(operation)
      return counted ? { ...sum, [counted]: sum[counted] + 1 } : sum
    }, counts)
  }

  function settle(beginning: Beginning, rev: number, result: WriteResult): void {
    const { operation, mappingId } = beginning
    switch (result.kind) {
      case 'written': {
        const { event, isAdopted } = result
        queue.push({ operation, commit: toSettlement(operation, { mappingId, rev, event, isAdopted }, state) })
        if (isAdopted) isStale = true
        noteAltered(operation, event.etag, beginning, result)
        return
      }
      case 'deleted':
        queue.push({
          operation,
          commit: toSettlement(operation, { mappingId, rev, event: null, isAdopted: false }, state),
        })
        return
      case 'changed': {
        isStale = true
        const { write } = beginning
        const eventId =
          write.kind === 'create' ? context.portOf(operation.calendarId).eventIdOf(write.key) : write.eventId
        looked.set(eventKey(operation.calendarId, eventId), result.event)
        return
      }
      case 'refused':
        refuse(operation, result.error.code)
        return
      case 'stopped':
        stopped.set(accountOf(operation), result.error)
    }
  }

  /** Sent in canonical form and still given back otherwise: writing it again would go on for ever. */
  function noteAltered(operation: Operation, etag: string, { write }: Beginning, result: WriteResult): void {
    if (result.kind !== 'written' || result.isAdopted || operation.kind !== 'update' || write.kind !== 'update') return
    if (alteredFields(write.patch, result.event.content).length === 0) return
    setAside.push({ key: operationKey({ ...operation, event: { ...operation.event, etag } }), code: 'rejected' })
  }

  const accountOf = ({ calendarId }: Operation): ExecutedAccount => {
    const planned = state.calendars.get(calendarId)
    if (!planned) throw new Error('planned for a calendar that is not connected')
    return planned.account.id
  }

  async function writeBatch(batch: readonly { beginning: Beginning; rev: number }[]): Promise<void> {
    const first = batch[0]
    if (!first) return
    const port = context.portOf(first.beginning.operation.calendarId)
    const results = await writeEvents(
      port,
      batch.map(({ beginning }) => beginning.write),
    )
    batch.forEach(({ beginning, rev }, n) => {
      const result = results[n]
      if (result) settle(beginning, rev, result)
    })
  }

  async function writeAll(chunk: readonly Beginning[]): Promise<void> {
    const results = await lease.begin(chunk.map(({ begin }) => begin))
    const granted = chunk.flatMap((beginning, n) => {
      const result = results[n]
      if (result?.ok) return [{ beginning, rev: result.rev }]
      note(beginning.operation, result)
      return []
    })
    for (const group of Map.groupBy(granted, ({ beginning }) => groupOf(beginning.operation)).values()) {
      for (let from = 0; from < group.length; from += writesPerBatch) {
        const batch = group.slice(from, from + writesPerBatch)
        const first = batch[0]
        if (!first || stopped.has(accountOf(first.beginning.operation))) break
        if (context.isOutOfTime() || !lease.hasTime()) {
          isUnfinished = true
          return
        }
        const startedMs = context.monotonicMs()
        await writeBatch(batch)
        context.onProgress(Math.min(done + queue.length, total), total)
        if (queue.length >= writesPerCommit) await flush('running')
        const hasMore = from + writesPerBatch < group.length
        if (hasMore)
          await context.pause(
            Math.max(0, (batch.length / writesPerSecond) * 1000 - (context.monotonicMs() - startedMs)),
          )
      }
    }
  }

  /** A batch goes to one calendar, and deletions come in batches of their own after everything else. */
  const groupOf = (operation: Operation) => `${operation.kind === 'delete-event' ? 1 : 0} ${operation.calendarId}`

  function finish(heldUntil: string | null): Executed {
    return { counts, changedInCrm, isStale, setAside, stopped, looked, isUnfinished, heldUntil }
  }

  try {
    queueDirect(direct.filter((operation) => !isDeletion(operation)))
    if (beginnings.length > writesPerBatch && queue.length > 0) await flush('running')
    for (let from = 0; from < beginnings.length && !isUnfinished; from += rowsPerCall) {
      await writeAll(beginnings.slice(from, from + rowsPerCall))
    }
    if (!isUnfinished) queueDirect(direct.filter(isDeletion))
    queueConsent()
    await flush(statusOf())
    return finish(null)
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error
    isStale = true
    return finish(error.heldUntil)
  }

  function statusOf(): RunStatus {
    if (isUnfinished || stopped.size > 0 || counts.failed > 0 || setAside.length > 0) return 'partial'
    return plan.waiting.some(({ kind }) => kind === 'held') ? 'held' : 'success'
  }

  /** A calendar's first sync is over once everything the person agreed to was tried and nothing new asks. */
  function queueConsent(): void {
    if (!state.consent || isUnfinished || stopped.size > 0) return
    const asking = new Set(plan.first?.planned.map(({ calendarId }) => calendarId))
    for (const calendarId of state.consent.calendars) {
      const planned = state.calendars.get(calendarId)
      if (!planned?.isPulled || planned.calendar.consentedAt !== null || asking.has(calendarId)) continue
      queue.push({ operation: null, commit: { op: 'consent', calendarId } })
    }
  }
}

type ExecutedAccount = Parameters<Executed['stopped']['get']>[0]
type StoppedError = NonNullable<ReturnType<Executed['stopped']['get']>>
