import type { MappingId } from '../../model/ids.ts'
import type { Operation } from '../operation.ts'
import type { BeginOperation, EventWrite } from '../ports.ts'
import type { SyncState } from '../state.ts'

/** A calendar write with what has to be recorded before it. */
export type Beginning = {
  readonly operation: Operation
  readonly mappingId: MappingId
  readonly begin: BeginOperation
  readonly write: EventWrite
}

/** null for operations that write nothing at the calendar: they go straight to commit. */
export function toBeginning(operation: Operation, state: SyncState, newMappingId: () => MappingId): Beginning | null {
  switch (operation.kind) {
    case 'create-event': {
      const { appointment, calendarId, content } = operation
      const accountId = state.calendars.get(calendarId)?.account.id
      if (!accountId) throw new Error('planned for a calendar that is not connected')
      const id = newMappingId()
      const mapping = { id, accountId, calendarId, appointmentId: appointment.id, content }
      return {
        operation,
        mappingId: id,
        begin: { op: 'create', mapping, expected: appointment.row },
        write: { kind: 'create', key: { mappingId: id, generation: 0 }, content },
      }
    }
    case 'recreate-event': {
      const { mapping, content, calendarId, appointment } = operation
      const { id: mappingId, rev } = mapping
      const generation = mapping.generation + 1
      return {
        operation,
        mappingId,
        begin: { op: 'recreate', mappingId, rev, generation, calendarId, content, expected: appointment.row },
        write: { kind: 'create', key: { mappingId, generation }, content },
      }
    }
    case 'resume-create': {
      const { id: mappingId, rev, generation, base } = operation.mapping
      return {
        operation,
        mappingId,
        begin: { op: 'resume', mappingId, rev },
        write: { kind: 'create', key: { mappingId, generation }, content: base },
      }
    }
    case 'update': {
      const { mapping, event, toCalendar, appointment } = operation
      if (Object.keys(toCalendar).length === 0) return null
      const intent = { kind: 'update', patch: toCalendar } as const
      const expected = appointment.row
      return {
        operation,
        mappingId: mapping.id,
        begin: { op: 'update', mappingId: mapping.id, rev: mapping.rev, expected, intent, before: event.content },
        write: { kind: 'update', eventId: event.id, etag: event.etag, patch: toCalendar },
      }
    }
    case 'delete-event': {
      const { mapping, event, unit } = operation
      return {
        operation,
        mappingId: mapping.id,
        begin: { op: 'delete', mappingId: mapping.id, rev: mapping.rev, before: event.content, unit },
        write: { kind: 'delete', eventId: event.id, etag: event.etag },
      }
    }
    case 'import':
    case 'link':
    case 'delete-appointment':
    case 'settle':
      return null
  }
}
