import type { Content, Patch } from '../../lib/model/content.ts'
import { isSyncError } from '../../lib/model/errors.ts'
import type { LiveEvent, MirroredEvent } from '../../lib/model/event.ts'
import type { EventId, MappingId } from '../../lib/model/ids.ts'
import { toInstant, toPlainDate } from '../../lib/model/time.ts'
import type { CalendarPort, CreationKey, EventWriteOutcome, Window } from '../../lib/sync/ports.ts'

/** One person at one calendar of some provider: the port under test, the person's own hands, and the provider's moods. */
export type Seat = {
  readonly port: CalendarPort
  readonly person: {
    add(
      content: Content,
      more?: { readonly isPrivate?: boolean; readonly guests?: readonly string[] },
    ): Promise<EventId>
    /** Three times, weekly. */
    addSeries(content: Content): Promise<void>
    edit(id: EventId, patch: Patch): Promise<void>
    remove(id: EventId): Promise<void>
    /** What the person sees; null where there is nothing any more. */
    see(id: EventId): Promise<{ readonly title: string; readonly guests: readonly string[] } | null>
    /** How many events the person sees, instances of series not counted. */
    count(): Promise<number>
  }
  readonly provider: {
    pageLimit(items: number): void
    expireCursors(): void
    expireTokens(): void
    /** The next write is carried out and its answer lost. */
    dropNextWrite(): void
    throttle(seconds: number): void
    garbage(form: 'html' | 'cut-json' | 'empty'): void
    offline(isOffline: boolean): void
    readonly mails: () => number
    readonly requests: () => number
  }
}

export const window: Window = { from: toInstant('2026-02-01T00:00:00Z'), until: toInstant('2026-08-01T00:00:00Z') }

export const hours = (day: string, from = '09', until = '10'): Content['time'] => ({
  kind: 'timed',
  start: toInstant(`${day}T${from}:00:00Z`),
  end: toInstant(`${day}T${until}:00:00Z`),
})
export const days = (start: string, end: string): Content['time'] => ({
  kind: 'all-day',
  start: toPlainDate(start),
  end: toPlainDate(end),
})
export const visit: Content = {
  title: 'Site visit',
  description: 'Bring the plan',
  location: 'Main St 1',
  time: hours('2026-03-10'),
}
export const key = (number: number, generation = 0): CreationKey => ({
  mappingId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` as MappingId,
  generation,
})

export async function pullAll(port: CalendarPort, cursor: string | null = null) {
  const events: MirroredEvent[] = []
  const cursors: (string | null)[] = []
  for await (const page of port.pull(cursor, window)) {
    events.push(...page.events)
    cursors.push(page.cursor)
  }
  return { events, cursors, cursor: cursors.at(-1) ?? null }
}

export function liveOf(outcome: EventWriteOutcome | undefined): LiveEvent {
  if (outcome?.kind !== 'written') throw new Error(`written expected, not ${JSON.stringify(outcome)}`)
  return outcome.event
}

export const codeOf = (outcome: EventWriteOutcome | undefined) =>
  outcome?.kind === 'failed' ? outcome.error.code : outcome?.kind

export const codeOfPull = (port: CalendarPort, cursor: string | null = null) =>
  pullAll(port, cursor).then(
    () => 'none',
    (error: unknown) => (isSyncError(error) ? error.code : error),
  )

/** The event that the sync creates. */
export const create = async ({ port }: Seat, content = visit, creation = key(1)) =>
  liveOf((await port.write([{ kind: 'create', key: creation, content }]))[0])
