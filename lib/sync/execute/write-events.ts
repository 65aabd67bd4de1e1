import { type Content, type Field, fields, isSameField } from '../../model/content.ts'
import { isSyncError, type SyncError } from '../../model/errors.ts'
import type { LiveEvent, MirroredEvent } from '../../model/event.ts'
import type { CalendarPort, EventWrite, EventWriteOutcome } from '../ports.ts'

/** What became of one write at the calendar, after looking again where the answer left doubt. */
export type WriteResult =
  | { readonly kind: 'written'; readonly event: LiveEvent; readonly isAdopted: boolean }
  | { readonly kind: 'deleted' }
  /** The event is not as the plan assumed: this is how it is now, null where it is gone without a trace. */
  | { readonly kind: 'changed'; readonly event: MirroredEvent | null }
  /** The calendar will not take it as it is. */
  | { readonly kind: 'refused'; readonly error: SyncError }
  /** Nothing more can be written to this account for now. */
  | { readonly kind: 'stopped'; readonly error: SyncError }

export async function writeEvents(port: CalendarPort, writes: readonly EventWrite[]): Promise<readonly WriteResult[]> {
  const outcomes = await port.write(writes)
  const results: WriteResult[] = []
  for (const [n, write] of writes.entries()) {
    const outcome = outcomes[n]
    if (!outcome) throw new Error('an adapter answered fewer outcomes than writes')
    results.push(await settleOutcome(port, write, outcome))
  }
  return results
}

async function settleOutcome(port: CalendarPort, write: EventWrite, outcome: EventWriteOutcome): Promise<WriteResult> {
  switch (outcome.kind) {
    case 'written':
      return { ...outcome, isAdopted: false }
    case 'deleted':
      return outcome
    case 'failed':
      return isSyncError(outcome.error, 'duplicate', 'precondition-failed', 'not-found')
        ? lookAgain(port, write)
        : isSyncError(outcome.error, 'rejected', 'forbidden')
          ? { kind: 'refused', error: outcome.error }
          : { kind: 'stopped', error: outcome.error }
  }
}

/** Duplicate, changed meanwhile, gone: only the event itself tells which, and whose it is. */
async function lookAgain(port: CalendarPort, write: EventWrite): Promise<WriteResult> {
  try {
    const event = await port.get(write.kind === 'create' ? port.eventIdOf(write.key) : write.eventId)
    const isOurs = write.kind === 'create' && event?.kind === 'live' && event.marker?.mappingId === write.key.mappingId
    return isOurs ? { kind: 'written', event, isAdopted: true } : { kind: 'changed', event }
  } catch (error) {
    if (isSyncError(error)) return { kind: 'stopped', error }
    throw error
  }
}

/** Fields the calendar gave back otherwise than they were sent, although they were sent in canonical form. */
export function alteredFields(sent: Partial<Content>, echo: Content): readonly Field[] {
  return fields.filter((field) => sent[field] !== undefined && !isSameField(field, echo, { ...echo, ...sent }))
}
