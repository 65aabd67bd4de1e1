import type { LiveAppointment } from '../../model/appointment.ts'
import { type Content, type Field, fields, isSameContent, isSameField, type Patch } from '../../model/content.ts'
import type { LiveEvent } from '../../model/event.ts'
import type { CalendarId } from '../../model/ids.ts'
import type { FieldConflict, Mapping, MappingStatus } from '../../model/mapping.ts'
import { type Merge, mergeFields } from '../merge.ts'
import type { Reason } from '../operation.ts'
import type { Settlement } from '../ports.ts'
import type { PlannedCalendar, SyncState } from '../state.ts'
import { type Outcomes, perform, waitFor } from './outcome.ts'
import { lockedFields, tellingContent } from './writable.ts'

type Pair = {
  readonly mapping: Mapping
  readonly planned: PlannedCalendar
  readonly calendarId: CalendarId
  readonly event: LiveEvent
  readonly appointment: LiveAppointment
  readonly content: Content
}

/** Fields whose change concerns the guests of a meeting. */
const guestFields: readonly Field[] = ['time', 'location']

/** Both sides are there: merge field by field, write only what differs. */
export function planPresent(state: SyncState, pair: Pair): Outcomes {
  const { mapping, event, content } = pair
  const calendar = tellingContent(event, mapping)
  const conflict = state.mirror.conflicts.get(mapping.id) ?? null
  const locked = lockedFields(pair.planned, event, mapping.origin)
  const merge = mergeFields({
    base: mapping.base,
    crm: content,
    calendar,
    intent: mapping.intent,
    policy: pair.planned.account.policy,
    conflict,
    locked,
  })
  const isExportOnly = pair.planned.calendar.direction === 'export'
  const of = (...decisions: Merge[Field][]) => fields.filter((field) => decisions.includes(merge[field]))
  const conflicted = of('conflict')
  const undecided = event.guestCount > 0 ? of('to-calendar').filter((field) => guestFields.includes(field)) : []
  const ignored = isExportOnly ? of('to-crm') : []
  const toCalendar = pick(
    content,
    of('to-calendar').filter((field) => !undecided.includes(field)),
  )
  const toCrm = pick(calendar, isExportOnly ? [] : of('to-crm'))
  const keptFields = [...conflicted, ...undecided, ...ignored]

  const status = statusOf(conflicted, undecided, locked.length === fields.length)
  // A choice whose writing waits for a word about the guests stays chosen.
  const chosen = undecided.filter((field) => conflict?.fields[field] && conflict.resolution?.[field] === 'crm')
  const conflictFields = Object.fromEntries(
    [...conflicted, ...chosen].map((field) => [field, valuesOf(field, mapping.base, content, calendar)]),
  ) as Partial<Record<Field, FieldConflict>>
  const set: Settlement = {
    ...(event.id !== mapping.eventId && { eventId: event.id }),
    ...(pair.calendarId !== mapping.calendarId && { calendarId: pair.calendarId }),
    ...(event.identity !== mapping.identity && { identity: event.identity }),
    ...(event.isMasked !== mapping.isMasked && { isMasked: event.isMasked }),
    ...(status !== mapping.status && { status }),
    ...conflictChange(conflictFields, conflict?.fields ?? null),
  }
  const base = mergedBase(mapping.base, calendar, toCalendar, keptFields)
  const waits: Outcomes = [
    ...(conflicted.length > 0 ? waitFor({ kind: 'conflict', mapping, content, fields: conflictFields }) : []),
    ...(undecided.length > 0
      ? waitFor({ kind: 'guests', mapping, event, change: 'edit', guestCount: event.guestCount })
      : []),
  ]

  const common = { calendarId: pair.calendarId, mapping, reason: reasonOf(toCalendar, toCrm) }
  if (!isEmpty(toCalendar) || !isEmpty(toCrm)) {
    const settled = { ...set, base, etag: event.etag, stamp: event.stamp }
    return [
      ...perform({
        ...common,
        kind: 'update',
        event,
        appointment: pair.appointment,
        toCalendar,
        toCrm,
        set: settled,
        keptFields,
      }),
      ...waits,
    ]
  }
  const isChanged = mapping.intent !== null || !isEmpty(set) || !isSameContent(base, mapping.base)
  if (!isChanged) return waits
  return [
    ...perform({
      ...common,
      kind: 'settle',
      reason: 'already-equal',
      set: { ...set, base, etag: event.etag, stamp: event.stamp },
    }),
    ...waits,
  ]
}

/** What both sides agree on once the operation is done; kept fields go on waiting with their old base. */
function mergedBase(base: Content, event: Content, written: Patch, kept: readonly Field[]): Content {
  return { ...event, ...written, ...pick(base, kept) }
}

const pick = (content: Content, chosen: readonly Field[]): Patch =>
  Object.fromEntries(chosen.map((field) => [field, content[field]]))

const isEmpty = (value: object) => Object.keys(value).length === 0

function statusOf(conflicted: readonly Field[], undecided: readonly Field[], isReadOnly: boolean): MappingStatus {
  if (conflicted.length > 0) return 'conflict'
  if (undecided.length > 0) return 'held'
  return isReadOnly ? 'read_only' : 'synced'
}

const valuesOf = (field: Field, base: Content, crm: Content, calendar: Content): FieldConflict => ({
  base: base[field],
  crm: crm[field],
  calendar: calendar[field],
})

type Fields = Partial<Record<Field, FieldConflict>>

/** One open conflict per mapping: opened or replaced when other fields or values disagree, closed when none does. */
function conflictChange(now: Fields, open: Fields | null): Pick<Settlement, 'conflict'> {
  if (isEmpty(now)) return open ? { conflict: null } : {}
  return open && isSameConflict(now, open) ? {} : { conflict: now }
}

function isSameConflict(a: Fields, b: Fields): boolean {
  return fields.every((field) => {
    const [x, y] = [a[field], b[field]]
    if (!x || !y) return x === y
    const asContent = (value: unknown) => ({ [field]: value }) as unknown as Content
    return (['base', 'crm', 'calendar'] as const).every((side) =>
      isSameField(field, asContent(x[side]), asContent(y[side])),
    )
  })
}

function reasonOf(toCalendar: Patch, toCrm: Patch): Reason {
  if (isEmpty(toCrm)) return 'edited-in-crm'
  return isEmpty(toCalendar) ? 'edited-at-calendar' : 'edited-on-both'
}
