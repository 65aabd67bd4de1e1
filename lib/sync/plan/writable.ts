import { type Content, type Field, fields } from '../../model/content.ts'
import type { LiveEvent } from '../../model/event.ts'
import type { Mapping } from '../../model/mapping.ts'
import type { PlannedCalendar } from '../state.ts'

const texts: readonly Field[] = ['title', 'description', 'location']

/** An appointment of the CRM whose event a person made private later: its texts are the CRM's, only its time is read. */
const isMaskedExport = (event: LiveEvent, origin: Mapping['origin']) => event.isMasked && origin === 'crm'

/** Fields that may not be written at the calendar. A private event of the calendar's own is not written at all. */
export function lockedFields(planned: PlannedCalendar, event: LiveEvent, origin: Mapping['origin']): readonly Field[] {
  if (!takesEvents(planned)) return fields
  if (isMaskedExport(event, origin)) return texts
  return event.isMasked || event.readOnly !== null ? fields : []
}

/** Whether events may be added to this calendar. */
export const takesEvents = ({ calendar }: PlannedCalendar) => calendar.isWritable && calendar.direction !== 'import'

/** true: the event may neither be edited nor deleted by us. */
export const isUnwritable = (planned: PlannedCalendar, event: LiveEvent, origin: Mapping['origin']) =>
  lockedFields(planned, event, origin).length === fields.length

/** What the event tells us about the shared fields. */
export function tellingContent(event: LiveEvent, { origin, base }: Pick<Mapping, 'origin' | 'base'>): Content {
  return isMaskedExport(event, origin) ? { ...base, time: event.content.time } : event.content
}
