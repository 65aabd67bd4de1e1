import type { CalendarId, EventId } from '../../model/ids.ts'
import type { Look, Operation, Waiting } from '../operation.ts'

/** What one decision says: do this, wait for a person, or read that event first. */
export type Outcome =
  | { readonly kind: 'do'; readonly operation: Operation }
  | { readonly kind: 'wait'; readonly waiting: Waiting }
  | { readonly kind: 'look'; readonly look: Look }

export type Outcomes = readonly Outcome[]

export const nothing: Outcomes = []
export const perform = (operation: Operation): Outcomes => [{ kind: 'do', operation }]
export const waitFor = (waiting: Waiting): Outcomes => [{ kind: 'wait', waiting }]
export const lookAt = (calendarId: CalendarId, eventId: EventId): Outcomes => [
  { kind: 'look', look: { calendarId, eventId } },
]
