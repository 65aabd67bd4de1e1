import type { Policy } from '../model/account.ts'
import { type Content, type Field, fields, isSameField, isSameSpan, type Span } from '../model/content.ts'
import type { Conflict, Intent } from '../model/mapping.ts'
import { toInstant, toPlainDate } from '../model/time.ts'

/** What has to happen with one field of a linked pair. */
export type FieldDecision =
  /** Both sides have the same value. */
  | 'agreed'
  | 'to-calendar'
  | 'to-crm'
  /** Both were edited and nobody decided: a person has to. */
  | 'conflict'
  /** The calendar may not be written: the CRM keeps its own value, the base follows the calendar. */
  | 'override'

export type MergeInput = {
  readonly base: Content
  readonly crm: Content
  readonly calendar: Content
  /** A calendar value equal to the intent is our own unsettled write, not a person's edit. */
  readonly intent: Intent | null
  readonly policy: Policy
  readonly conflict: Conflict | null
  /** Fields that may not be written at the calendar. */
  readonly locked: readonly Field[]
}

export type Merge = Readonly<Record<Field, FieldDecision>>

/** The three-way merge, field by field. */
export function mergeFields(input: MergeInput): Merge {
  return Object.fromEntries(fields.map((field) => [field, mergeField(field, input)])) as Record<Field, FieldDecision>
}

function mergeField(field: Field, input: MergeInput): FieldDecision {
  const { base, crm, calendar, locked } = input
  if (isSameField(field, crm, calendar)) return 'agreed'
  const isEditedInCrm = !isSameField(field, crm, base)
  const isEditedInCalendar = !isSameField(field, calendar, base) && !isOwnWrite(field, input)
  if (!isEditedInCrm && isEditedInCalendar) return 'to-crm'
  if (locked.includes(field)) return 'override'
  if (!isEditedInCalendar) return 'to-calendar'
  return decideBothEdited(field, input)
}

function isOwnWrite(field: Field, { calendar, intent }: MergeInput): boolean {
  if (intent?.kind !== 'update' || intent.patch[field] === undefined) return false
  return isSameField(field, calendar, { ...calendar, ...intent.patch })
}

function decideBothEdited(field: Field, input: MergeInput): FieldDecision {
  const chosen = resolutionOf(field, input) ?? sideOf(input.policy)
  if (chosen === null) return 'conflict'
  return chosen === 'crm' ? 'to-calendar' : 'to-crm'
}

const sideOf = (policy: Policy) => (policy === 'ask' ? null : policy === 'crm-wins' ? 'crm' : 'calendar')

/**
 * A base for two that never agreed before: what is empty on one side comes from the other, what differs is a conflict.
 * Nothing either side says is overwritten unasked: a time that differs has no base that anybody ever meant.
 */
export function baseOfStrangers(crm: Content, calendar: Content): Content {
  const text = (field: Exclude<Field, 'time'>) => (crm[field] === calendar[field] ? crm[field] : '')
  const time = isSameSpan(crm.time, calendar.time) ? calendar.time : neverMeant(calendar.time)
  return { title: text('title'), description: text('description'), location: text('location'), time }
}

/** Ends before it starts: in canonical form neither side can ever say the same. */
const neverMeant = (time: Span): Span =>
  time.kind === 'timed' ? { ...time, end: toInstant(0) } : { ...time, end: toPlainDate('1970-01-01') }

/** A choice counts only while both values are still the ones the person saw. */
function resolutionOf(field: Field, { conflict, crm, calendar }: MergeInput): 'crm' | 'calendar' | null {
  const seen = conflict?.fields[field]
  const chosen = conflict?.resolution?.[field]
  if (!seen || !chosen) return null
  const isUnchanged =
    isSameField(field, { ...crm, [field]: seen.crm }, crm) &&
    isSameField(field, { ...calendar, [field]: seen.calendar }, calendar)
  return isUnchanged ? chosen : null
}
