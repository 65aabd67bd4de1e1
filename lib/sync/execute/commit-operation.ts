import { type Content, type Field, fields } from '../../model/content.ts'
import type { LiveEvent } from '../../model/event.ts'
import type { MappingId } from '../../model/ids.ts'
import { baseOfStrangers } from '../merge.ts'
import type { Operation } from '../operation.ts'
import { contentOf } from '../plan/sides.ts'
import { tellingContent } from '../plan/writable.ts'
import type { CommitOperation, NewLink, Settlement } from '../ports.ts'
import { toColumns, toRow } from '../project.ts'
import type { SyncState } from '../state.ts'

/** What the calendar answered to an operation's write, with the mapping's rev after begin. */
export type Written = {
  readonly mappingId: MappingId
  readonly rev: number
  /** null after a deletion. */
  readonly event: LiveEvent | null
  /** The event stood there already: an earlier reply was lost. */
  readonly isAdopted: boolean
}

/** The commit of an operation that wrote nothing at the calendar. */
export function toCommit(operation: Operation, state: SyncState, newMappingId: () => MappingId): CommitOperation {
  switch (operation.kind) {
    case 'import': {
      const { account } = plannedOf(operation, state)
      const mapping = newLink(operation.calendarId, operation.event, state, newMappingId())
      return { op: 'import', mapping, row: toRow(operation.event.content, account.timezone, state.contract) }
    }
    case 'link': {
      const { appointment, calendarId, event } = operation
      const link = newLink(calendarId, event, state, newMappingId())
      const content = contentOf(appointment, plannedOf(operation, state), event.content)
      const mapping = { ...link, base: baseOfStrangers(content, event.content), appointmentId: appointment.id }
      return { op: 'link', mapping, expected: appointment.row }
    }
    case 'settle':
      return { op: 'settle', mappingId: operation.mapping.id, rev: operation.mapping.rev, set: operation.set }
    case 'update':
      return updateCommit(operation, state, operation.mapping.rev, operation.set)
    case 'delete-appointment':
      return {
        op: 'delete-appointment',
        mappingId: operation.mapping.id,
        rev: operation.mapping.rev,
        expected: operation.appointment.row,
        unit: operation.unit,
        set: { status: 'closed', conflict: null },
      }
    case 'create-event':
    case 'recreate-event':
    case 'resume-create':
    case 'delete-event':
      throw new Error(`${operation.kind} writes at the calendar first`)
  }
}

/** The commit that settles a write the calendar has answered. */
export function toSettlement(operation: Operation, written: Written, state: SyncState): CommitOperation {
  const { mappingId, rev, event, isAdopted } = written
  switch (operation.kind) {
    case 'create-event':
    case 'recreate-event':
    case 'resume-create': {
      if (!event) throw new Error('a creation answers with the event')
      // An adopted event may have been edited since: what was sent stays the base, so that the edit is seen as one.
      const sent = operation.kind === 'resume-create' ? operation.mapping.base : operation.content
      return {
        op: 'settle',
        mappingId,
        rev,
        set: { ...identityOf(event), base: isAdopted ? sent : event.content, status: 'synced' },
      }
    }
    case 'update': {
      if (!event) throw new Error('an update answers with the event')
      const echo = tellingContent(event, operation.mapping)
      const base = echoedBase(operation.set.base ?? echo, echo, operation.keptFields)
      return updateCommit(operation, state, rev, { ...operation.set, ...identityOf(event), base })
    }
    case 'delete-event':
      return { op: 'settle', mappingId, rev, set: { status: operation.becomes, conflict: null } }
    case 'import':
    case 'link':
    case 'delete-appointment':
    case 'settle':
      throw new Error(`${operation.kind} writes nothing at the calendar`)
  }
}

const identityOf = ({ id, etag, stamp, identity }: LiveEvent) => ({ eventId: id, etag, stamp, identity })

function echoedBase(planned: Content, echo: Content, kept: readonly Field[]): Content {
  return Object.fromEntries(
    fields.map((field) => [field, kept.includes(field) ? planned[field] : echo[field]]),
  ) as unknown as Content
}

function updateCommit(
  operation: Extract<Operation, { kind: 'update' }>,
  state: SyncState,
  rev: number,
  set: Settlement,
): CommitOperation {
  const { mapping, appointment, toCrm } = operation
  if (Object.keys(toCrm).length === 0) return { op: 'settle', mappingId: mapping.id, rev, set }
  const { account } = plannedOf(operation, state)
  const row = toColumns(toCrm, account.timezone, state.contract)
  return { op: 'update-appointment', mappingId: mapping.id, rev, expected: appointment.row, row, set }
}

function newLink(calendarId: Operation['calendarId'], event: LiveEvent, state: SyncState, id: MappingId): NewLink {
  const { account, calendar } = plannedOf({ calendarId }, state)
  const isReadOnly =
    event.readOnly !== null || event.isMasked || !calendar.isWritable || calendar.direction === 'import'
  return {
    id,
    accountId: account.id,
    calendarId,
    ...identityOf(event),
    base: event.content,
    status: isReadOnly ? 'read_only' : 'synced',
    isMasked: event.isMasked,
  }
}

function plannedOf({ calendarId }: Pick<Operation, 'calendarId'>, state: SyncState) {
  const planned = state.calendars.get(calendarId)
  if (!planned) throw new Error('planned for a calendar that is not connected')
  return planned
}
