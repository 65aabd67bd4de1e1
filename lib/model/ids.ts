/** Ids are strings at run time; the brand keeps one kind from being passed where another is meant. */
type Brand<Name extends string> = string & { readonly __brand: Name }

export type UserId = Brand<'UserId'>
/** An organisation's id as text, whether the CRM stores uuid or text. */
export type OrganizationId = Brand<'OrganizationId'>
export type AccountId = Brand<'AccountId'>
/** Our own id of a connected calendar (a row of calendar_account_calendars), not the provider's. */
export type CalendarId = Brand<'CalendarId'>
/** The provider's id of an event; unique within its calendar only. */
export type EventId = Brand<'EventId'>
/** The CRM's id of an appointment as text. */
export type AppointmentId = Brand<'AppointmentId'>
export type MappingId = Brand<'MappingId'>
export type RunId = Brand<'RunId'>
export type DeviceId = Brand<'DeviceId'>
/** A calendar's id and an event's id: names one event among all connected calendars. */
export type EventKey = Brand<'EventKey'>

export const calendarOf = (key: EventKey) => key.slice(0, key.indexOf(' ')) as CalendarId

export const eventKey = (calendar: CalendarId, event: EventId) => `${calendar} ${event}` as EventKey
