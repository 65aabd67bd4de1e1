import { invalid, required, typeRestriction } from './errors.ts'
import { assertSpan, toStoredTime } from './event-time.ts'
import { assertRecurrence } from './recurrence.ts'
import { normalizeText } from './text.ts'
import { type EventResource, eventTypes } from './types.ts'

export type Body = Record<string, unknown>

/** What a client may write. Everything else in a body is ignored, as Google does with read-only fields. */
export const writable = [
  'summary',
  'description',
  'location',
  'start',
  'end',
  'recurrence',
  'status',
  'transparency',
  'visibility',
  'colorId',
  'attendees',
  'attendeesOmitted',
  'reminders',
  'extendedProperties',
  'source',
  'sequence',
  'guestsCanInviteOthers',
  'guestsCanModify',
  'guestsCanSeeOtherGuests',
  'anyoneCanAddSelf',
  'attachments',
  'focusTimeProperties',
  'outOfOfficeProperties',
  'workingLocationProperties',
] as const satisfies readonly (keyof EventResource)[]

const choices = [
  { field: 'status', allowed: ['confirmed', 'tentative', 'cancelled'] },
  { field: 'transparency', allowed: ['opaque', 'transparent'] },
  { field: 'visibility', allowed: ['default', 'public', 'private', 'confidential'] },
  { field: 'eventType', allowed: eventTypes },
] as const

/** A body as an event: `checked` is what makes sure of it. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where foreign JSON gets its type
export const asEvent = (body: Body) => body as unknown as EventResource

export function isRecord(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @throws GoogleError 400 unless the id is base32hex, 5 to 1024 characters. */
export function assertClientId(id: unknown): asserts id is string {
  if (typeof id !== 'string' || !/^[a-v0-9]{5,1024}$/.test(id)) throw invalid('Invalid resource id value.')
}

/**
 * The written parts of an event after a merge, checked and in stored form. `zone` is the calendar's.
 * @throws GoogleError 400
 */
export function checked(event: EventResource, zone: string): EventResource {
  const result: EventResource = { ...event }
  for (const field of ['summary', 'location', 'description'] as const) {
    const text: unknown = event[field]
    if (text === undefined) continue
    if (typeof text !== 'string') throw invalid(`Invalid value for: ${field}`)
    const normal = normalizeText(field, text)
    if (normal === '') delete result[field]
    else result[field] = normal
  }
  for (const { field, allowed } of choices) {
    const value = event[field]
    if (value !== undefined && !allowed.some((choice) => choice === value)) throw invalid(`Invalid value for: ${field}`)
  }
  result.start = toStoredTime(event.start, 'start', zone)
  result.end = toStoredTime(event.end, 'end', zone)
  assertSpan(result.start, result.end)
  checkRecurrence(event, result)
  checkAttendees(result)
  checkProperties(result)
  if (event.source?.url !== undefined && !/^https?:\/\//.test(event.source.url)) throw invalid('Invalid source url.')
  return result
}

function checkRecurrence(event: EventResource, result: EventResource): void {
  if (event.recurrence === undefined) return
  if (!Array.isArray(event.recurrence)) throw invalid('Invalid recurrence rule.')
  if (event.recurrence.length === 0) {
    delete result.recurrence
    return
  }
  if (event.start?.dateTime !== undefined && event.start.timeZone === undefined)
    throw required('Missing time zone definition for start time.')
  if (event.recurrence.some((line) => /^DT(START|END)/i.test(line))) throw invalid('Invalid recurrence rule.')
  try {
    assertRecurrence(result)
  } catch {
    throw invalid('Invalid recurrence rule.')
  }
}

function checkAttendees(result: EventResource): void {
  if (result.attendees === undefined) return
  if (!Array.isArray(result.attendees)) throw invalid('Invalid value for: attendees')
  const byEmail = new Map<string, (typeof result.attendees)[number]>()
  for (const attendee of result.attendees) {
    if (typeof attendee?.email !== 'string' || !/^[^@\s]+@[^@\s]+$/.test(attendee.email))
      throw invalid('Invalid attendee email.')
    const { self: _self, organizer: _organizer, ...kept } = attendee
    byEmail.set(attendee.email.toLowerCase(), { ...kept, responseStatus: kept.responseStatus ?? 'needsAction' })
  }
  if (byEmail.size === 0) delete result.attendees
  else result.attendees = [...byEmail.values()]
}

/** Keys over 44 characters are dropped, values are cut at 1024, silently (extended properties guide). */
function checkProperties(result: EventResource): void {
  const properties = result.extendedProperties
  if (properties === undefined) return
  const bags = { private: cleanBag(properties.private), shared: cleanBag(properties.shared) }
  const kept = Object.fromEntries(Object.entries(bags).filter(([, bag]) => Object.keys(bag).length > 0))
  if (Object.keys(kept).length === 0) delete result.extendedProperties
  else result.extendedProperties = kept
}

const cleanBag = (bag: Record<string, unknown> = {}) =>
  Object.fromEntries(
    Object.entries(bag)
      .filter(([key]) => key.length <= 44)
      .map(([key, value]) => [key, (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 1024)]),
  )

/** What each event type demands when it is made (event types guide). */
export function assertCreatable(event: EventResource, isPrimary: boolean): void {
  const type = event.eventType ?? 'default'
  if (type === 'default') return
  if (type === 'fromGmail') throw typeRestriction('Events of this type cannot be created.')
  if (type !== 'birthday' && !isPrimary)
    throw typeRestriction('Events of this type can only be created on the primary calendar.')
  const isTimed = event.start?.dateTime !== undefined
  if ((type === 'focusTime' || type === 'outOfOffice') && !isTimed)
    throw typeRestriction('Events of this type must not be all-day.')
  if (type === 'birthday' && isTimed) throw typeRestriction('Birthdays must be all-day.')
}

const editableOf: Partial<Record<string, readonly string[]>> = {
  fromGmail: ['colorId', 'reminders', 'visibility', 'transparency', 'status', 'attendees', 'extendedProperties'],
  birthday: ['colorId', 'summary', 'reminders', 'start', 'end', 'extendedProperties', 'status'],
}

/** @throws GoogleError 400 when the changed fields are fixed for events of this type. */
export function assertEditable(event: EventResource, changed: readonly string[]): void {
  const allowed = editableOf[event.eventType ?? 'default']
  if (allowed && changed.some((field) => !allowed.includes(field)))
    throw typeRestriction('This property cannot be changed for events of this type.')
}
