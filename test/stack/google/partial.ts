import { undocumented } from './errors.ts'

/** A parsed `fields` selector: null takes everything below. */
type Selection = Map<string, Selection | null>

const names = /^[A-Za-z][A-Za-z0-9]*$|^\*$/

const bad = (text: string) =>
  undocumented(400, {
    domain: 'global',
    reason: 'invalidParameter',
    message: `Invalid field selection ${text}`,
    locationType: 'parameter',
    location: 'fields',
  })

/** `a,b(c,d),e/f`: https://developers.google.com/workspace/calendar/api/guides/performance#partial. @throws GoogleError 400 */
function parse(text: string): Selection {
  let at = 0
  function list(): Selection {
    const selection: Selection = new Map()
    for (;;) {
      add(selection)
      if (text[at] !== ',') return selection
      at += 1
    }
  }
  function add(selection: Selection): void {
    const name = /^[^,()/]*/.exec(text.slice(at))?.[0] ?? ''
    if (!names.test(name)) throw bad(name || text)
    at += name.length
    if (text[at] === '/') {
      at += 1
      const inner: Selection = selection.get(name) ?? new Map()
      add(inner)
      selection.set(name, inner)
    } else if (text[at] === '(') {
      at += 1
      selection.set(name, list())
      if (text[at] !== ')') throw bad(text)
      at += 1
    } else selection.set(name, null)
  }
  const selection = list()
  if (at < text.length) throw bad(text)
  return selection
}

/**
 * The part of an answer that `fields` asks for.
 * @param known names an answer of this kind may have, nested ones after a slash
 */
export function partial(answer: unknown, fields: string | null, known: ReadonlySet<string>): unknown {
  if (fields === null || fields === '') return answer
  const selection = parse(fields)
  assertKnown(selection, '', known)
  return pick(answer, selection)
}

function assertKnown(selection: Selection, path: string, known: ReadonlySet<string>): void {
  for (const [name, inner] of selection) {
    const full = path + name
    if (name !== '*' && !known.has(full)) throw bad(name)
    if (inner && known.has(`${full}/`)) assertKnown(inner, `${full}/`, known)
  }
}

function pick(value: unknown, selection: Selection): unknown {
  if (Array.isArray(value)) return value.map((item) => pick(item, selection))
  if (typeof value !== 'object' || value === null) return value
  const everything = selection.get('*')
  if (everything === null) return value
  const kept = Object.entries(value).flatMap(([key, inner]) => {
    const wanted = selection.has(key) ? selection.get(key) : everything
    if (wanted === undefined) return []
    return [[key, wanted ? pick(inner, wanted) : inner]]
  })
  return Object.fromEntries(kept)
}

const eventFields = `kind etag id status htmlLink created updated summary description location colorId creator organizer
start end endTimeUnspecified recurrence recurringEventId originalStartTime transparency visibility iCalUID sequence
attendees attendeesOmitted extendedProperties hangoutLink conferenceData guestsCanInviteOthers guestsCanModify
guestsCanSeeOtherGuests anyoneCanAddSelf privateCopy locked reminders source attachments eventType birthdayProperties
focusTimeProperties outOfOfficeProperties workingLocationProperties gadget`.split(/\s+/)

const calendarFields = `kind etag id summary summaryOverride description location timeZone dataOwner colorId
backgroundColor foregroundColor hidden selected accessRole defaultReminders notificationSettings primary deleted
conferenceProperties`.split(/\s+/)

export const fieldsOf = {
  event: new Set(eventFields),
  events: new Set([
    ...'kind etag summary description updated timeZone accessRole defaultReminders nextPageToken nextSyncToken'.split(
      ' ',
    ),
    'items',
    'items/',
    ...eventFields.map((field) => `items/${field}`),
  ]),
  calendars: new Set([
    ...'kind etag nextPageToken nextSyncToken'.split(' '),
    'items',
    'items/',
    ...calendarFields.map((field) => `items/${field}`),
  ]),
  calendar: new Set(calendarFields),
}
