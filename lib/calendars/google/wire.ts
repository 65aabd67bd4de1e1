/**
 * The parts of Google Calendar v3 that the sync reads and writes.
 * https://developers.google.com/workspace/calendar/api/v3/reference (checked against @googleapis/calendar in the tests)
 */
export type GoogleTime = {
  /** `yyyy-mm-dd` of an all-day event; the end's is exclusive. */
  readonly date?: string | null
  /** RFC 3339; Google's answers carry an offset. */
  readonly dateTime?: string | null
  readonly timeZone?: string | null
}

export type GoogleEvent = {
  readonly id: string
  readonly etag?: string
  /** `cancelled`: gone; then only the id is certain to be there. */
  readonly status?: string
  readonly updated?: string
  readonly summary?: string
  /** May be HTML. */
  readonly description?: string
  readonly location?: string
  readonly start?: GoogleTime
  readonly end?: GoogleTime
  readonly iCalUID?: string
  readonly recurrence?: readonly string[]
  readonly recurringEventId?: string
  readonly originalStartTime?: GoogleTime
  readonly eventType?: string
  readonly visibility?: string
  readonly locked?: boolean
  readonly organizer?: { readonly self?: boolean }
  readonly attendees?: readonly { readonly self?: boolean; readonly resource?: boolean; readonly organizer?: boolean }[]
  readonly attendeesOmitted?: boolean
  readonly extendedProperties?: { readonly private?: Readonly<Record<string, string>> }
}

/** Keep in step with `GoogleEvent`. Guests' names and addresses are not even asked for. */
export const eventFields =
  'id,etag,status,updated,summary,description,location,start,end,iCalUID,recurrence,recurringEventId,' +
  'originalStartTime,eventType,visibility,locked,organizer(self),attendees(self,resource,organizer),' +
  'attendeesOmitted,extendedProperties/private'

export type GoogleEventPage = {
  readonly nextPageToken?: string
  /** On the last page only. */
  readonly nextSyncToken?: string
  readonly items?: readonly GoogleEvent[]
}

/** What a write may carry; `null` empties a field. There is no way to name guests, reminders or visibility. */
export type GoogleEventBody = {
  readonly id?: string
  readonly summary?: string
  readonly description?: string
  readonly location?: string
  readonly start?: GoogleTime
  readonly end?: GoogleTime
  readonly extendedProperties?: { readonly private: Readonly<Record<string, string>> }
}

export type GoogleCalendar = {
  readonly id: string
  readonly summary?: string
  readonly summaryOverride?: string
  readonly timeZone?: string
  readonly accessRole?: string
  readonly primary?: boolean
  readonly deleted?: boolean
  /** The owner's address; set only for secondary calendars. */
  readonly dataOwner?: string
}

export const calendarFields = 'id,summary,summaryOverride,timeZone,accessRole,primary,deleted,dataOwner'

export type GoogleCalendarPage = {
  readonly kind?: string
  readonly nextPageToken?: string
  readonly items?: readonly GoogleCalendar[]
}

export type GoogleErrorBody = {
  readonly error?: {
    readonly code?: number
    readonly message?: string
    readonly errors?: readonly { readonly domain?: string; readonly reason?: string; readonly message?: string }[]
  }
}

const writerRoles = ['owner', 'writer', 'writerWithoutPrivateAccess']
export const isWriter = (accessRole: string | undefined) => writerRoles.includes(accessRole ?? '')
