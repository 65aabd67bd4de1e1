import type { LiveAppointment } from '../model/appointment.ts'
import type { Content, Field, Patch } from '../model/content.ts'
import type { LiveEvent } from '../model/event.ts'
import type { CalendarId, EventId } from '../model/ids.ts'
import type { FieldConflict, Mapping } from '../model/mapping.ts'
import type { Settlement } from './ports.ts'

/** Why an operation is planned; log and interface put it into words. */
export type Reason =
  | 'new-at-calendar'
  | 'new-in-crm'
  | 'same-meeting'
  | 'edited-in-crm'
  | 'edited-at-calendar'
  | 'edited-on-both'
  | 'deleted-in-crm'
  | 'deleted-at-calendar'
  | 'edit-beats-delete'
  | 'left-scope'
  | 'back-in-scope'
  | 'creation-unsettled'
  | 'created-late'
  | 'moved-calendar'
  | 'became-series'
  | 'both-gone'
  | 'already-equal'
  | 'kept-by-person'
  | 'ended'
  | 'only-exported'

/** One thing the executor can do. Nothing else ever writes to either side. */
export type Operation =
  | { readonly kind: 'import'; readonly reason: Reason; readonly calendarId: CalendarId; readonly event: LiveEvent }
  | {
      readonly kind: 'link'
      readonly reason: Reason
      readonly calendarId: CalendarId
      readonly event: LiveEvent
      readonly appointment: LiveAppointment
    }
  | {
      readonly kind: 'create-event'
      readonly reason: Reason
      readonly calendarId: CalendarId
      readonly appointment: LiveAppointment
      readonly content: Content
    }
  | {
      readonly kind: 'resume-create'
      readonly reason: Reason
      readonly calendarId: CalendarId
      readonly mapping: Mapping
    }
  | {
      readonly kind: 'recreate-event'
      readonly reason: Reason
      readonly calendarId: CalendarId
      readonly mapping: Mapping
      readonly appointment: LiveAppointment
      readonly content: Content
    }
  | {
      readonly kind: 'update'
      readonly reason: Reason
      readonly calendarId: CalendarId
      readonly mapping: Mapping
      readonly event: LiveEvent
      readonly appointment: LiveAppointment
      /** Fields to write at the calendar and in the CRM; either may be empty, not both. */
      readonly toCalendar: Patch
      readonly toCrm: Patch
      /** What the mapping becomes; its base is completed with the calendar's echo. */
      readonly set: Settlement
      /** Fields whose base stays as it was, because they wait for somebody. */
      readonly keptFields: readonly Field[]
    }
  | {
      readonly kind: 'delete-event'
      readonly reason: Reason
      readonly calendarId: CalendarId
      readonly mapping: Mapping
      readonly event: LiveEvent
      readonly unit: string
      readonly becomes: 'closed' | 'dismissed'
    }
  | {
      readonly kind: 'delete-appointment'
      readonly reason: Reason
      readonly calendarId: CalendarId
      readonly mapping: Mapping
      readonly appointment: LiveAppointment
      readonly unit: string
    }
  | {
      readonly kind: 'settle'
      readonly reason: Reason
      readonly calendarId: CalendarId
      readonly mapping: Mapping
      readonly set: Settlement
    }

/** Something that is not done because a person has to decide first. */
export type Waiting =
  | {
      readonly kind: 'guests'
      readonly mapping: Mapping
      readonly event: LiveEvent
      readonly change: 'edit' | 'delete'
      readonly guestCount: number
    }
  | {
      readonly kind: 'conflict'
      readonly mapping: Mapping
      readonly content: Content
      readonly fields: Partial<Record<Field, FieldConflict>>
    }
  | {
      readonly kind: 'held'
      readonly calendarId: CalendarId
      readonly side: 'crm' | 'calendar'
      readonly mappings: readonly Mapping[]
      readonly total: number
    }

/** An event that has to be read by itself before the plan can be trusted. */
export type Look = { readonly calendarId: CalendarId; readonly eventId: EventId }

/** Names an operation together with the values it was planned on: a yes or a refusal holds only for exactly these. */
export function operationKey(operation: Operation): string {
  switch (operation.kind) {
    case 'import':
      return `import ${operation.calendarId} ${operation.event.id} ${operation.event.etag}`
    case 'link':
      return `link ${operation.calendarId} ${operation.event.id} ${operation.event.etag} ${operation.appointment.id} ${rowKey(operation.appointment)}`
    case 'create-event':
      return `create-event ${operation.calendarId} ${operation.appointment.id} ${rowKey(operation.appointment)}`
    case 'recreate-event':
      return `recreate-event ${operation.mapping.id} ${operation.mapping.generation} ${rowKey(operation.appointment)}`
    case 'update':
      return `update ${operation.mapping.id} ${operation.event.etag} ${rowKey(operation.appointment)}`
    case 'delete-event':
      return `delete-event ${operation.mapping.id} ${operation.event.etag}`
    case 'delete-appointment':
      return `delete-appointment ${operation.mapping.id} ${rowKey(operation.appointment)}`
    case 'resume-create':
      return `resume-create ${operation.mapping.id} ${operation.mapping.rev}`
    case 'settle':
      return `settle ${operation.mapping.id} ${operation.mapping.rev}`
  }
}

const rowKey = ({ row }: LiveAppointment) => JSON.stringify(row)
