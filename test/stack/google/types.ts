/** The event resource as Google sends it (the fields this stand-in keeps); the test checks it against @googleapis/calendar. */
export type EventTime = { date?: string; dateTime?: string; timeZone?: string }

type ResponseStatus = 'needsAction' | 'declined' | 'tentative' | 'accepted'

export type Attendee = {
  email: string
  displayName?: string
  responseStatus?: ResponseStatus
  organizer?: boolean
  self?: boolean
  optional?: boolean
  resource?: boolean
  comment?: string
  additionalGuests?: number
}

export type Who = { email: string; displayName?: string; self?: boolean }

type EventStatus = 'confirmed' | 'tentative' | 'cancelled'

export const eventTypes = ['default', 'birthday', 'focusTime', 'fromGmail', 'outOfOffice', 'workingLocation'] as const
type EventType = (typeof eventTypes)[number]

export type EventResource = {
  kind?: 'calendar#event'
  etag?: string
  id: string
  status: EventStatus
  htmlLink?: string
  created?: string
  updated?: string
  summary?: string
  description?: string
  location?: string
  colorId?: string
  creator?: Who
  organizer?: Who
  start?: EventTime
  end?: EventTime
  endTimeUnspecified?: boolean
  recurrence?: string[]
  recurringEventId?: string
  originalStartTime?: EventTime
  transparency?: 'opaque' | 'transparent'
  visibility?: 'default' | 'public' | 'private' | 'confidential'
  iCalUID?: string
  sequence?: number
  attendees?: Attendee[]
  attendeesOmitted?: boolean
  extendedProperties?: { private?: Record<string, string>; shared?: Record<string, string> }
  hangoutLink?: string
  conferenceData?: Record<string, unknown>
  guestsCanInviteOthers?: boolean
  guestsCanModify?: boolean
  guestsCanSeeOtherGuests?: boolean
  anyoneCanAddSelf?: boolean
  privateCopy?: boolean
  locked?: boolean
  reminders?: { useDefault?: boolean; overrides?: { method: string; minutes: number }[] }
  source?: { title?: string; url?: string }
  attachments?: Record<string, unknown>[]
  eventType?: EventType
  birthdayProperties?: Record<string, unknown>
  focusTimeProperties?: Record<string, unknown>
  outOfOfficeProperties?: Record<string, unknown>
  workingLocationProperties?: Record<string, unknown>
}

export type AccessRole = 'freeBusyReader' | 'reader' | 'writerWithoutPrivateAccess' | 'writer' | 'owner'

/** How one person sees one calendar. */
export type ListEntry = {
  calendarId: string
  accessRole: AccessRole
  primary?: boolean
  selected?: boolean
  hidden?: boolean
  summaryOverride?: string
  colorId?: string
}

export type Person = { email: string; name: string; sub: string; timezone: string; list: ListEntry[] }

/** One version of one event. An event's versions are kept, so that a lagging feed can show an old one. */
export type StoredEvent = {
  readonly id: string
  /** Its place in the calendar's change feed. */
  readonly version: number
  /** When it was written, epoch ms: a lagging feed hides what is younger. */
  readonly changedAt: number
  /** Microseconds, never twice the same: what the etag is made of. */
  readonly stamp: number
  /**
   * event: a single event or a series. exception: an instance that differs from its series; the resource holds only
   * what differs. dropped: an exception whose instance the changed series no longer has.
   */
  readonly kind: 'event' | 'exception' | 'dropped'
  readonly resource: EventResource
  /** Of an exception: fields its series has and it has not. */
  readonly without?: readonly (keyof EventResource)[]
}

/** A mail that Google would have sent. */
export type Mail = {
  readonly at: string
  readonly to: string
  readonly kind: 'invitation' | 'update' | 'cancellation' | 'reply'
  readonly calendarId: string
  readonly eventId: string
}
