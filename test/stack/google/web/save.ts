import { addEvent, changeEvent, type Place, readEvent, removeEvent, type ShownEvent } from './calendar-api.ts'
import { minutesBetween } from './dates.ts'
import type { Decision, Edited } from './editor.ts'
import { move, type Span, spanOf, toTimes } from './event-span.ts'

/** Carries out what the person decided. */
export async function carryOut(
  place: Place,
  zone: string,
  event: ShownEvent | null,
  decision: Decision,
): Promise<void> {
  if (decision.kind === 'cancel') return
  const { edited } = decision
  const isSeries = event?.recurringEventId !== undefined && edited.scope === 'all'
  if (decision.kind === 'remove') {
    if (event) await removeEvent(place, isSeries ? (event.recurringEventId ?? event.id) : event.id, edited.isTold)
    return
  }
  if (!event) {
    const recurrence = edited.repeat === '' ? {} : { recurrence: [edited.repeat] }
    await addEvent(place, { ...fieldsOf(edited), ...toTimes(edited.span, zone), ...recurrence }, edited.isTold)
    return
  }
  if (isSeries) await changeSeries(place, zone, event, edited)
  else
    await changeEvent(place, event.id, { ...changed(event, edited), ...times(event, edited.span, zone) }, edited.isTold)
}

/** A drop of the pointer: this event only. */
export const moveBy = (place: Place, zone: string, event: ShownEvent, minutes: number) =>
  changeEvent(place, event.id, toTimes(move(spanOf(event), minutes), zone), false)

function fieldsOf({ summary, location, description, isPrivate, guests }: Edited) {
  return {
    summary,
    location,
    description,
    visibility: isPrivate ? 'private' : 'default',
    ...(guests.length > 0 ? { attendees: guests.map((email) => ({ email })) } : {}),
  }
}

/** Only what differs: a guest may not send the organiser's fields back. */
function changed(event: ShownEvent, edited: Edited): object {
  const patch: Record<string, unknown> = {}
  if (edited.summary !== (event.summary ?? '')) patch.summary = edited.summary
  if (edited.location !== (event.location ?? '')) patch.location = edited.location
  if (edited.description !== (event.description ?? '')) patch.description = edited.description
  const wasPrivate = event.visibility === 'private' || event.visibility === 'confidential'
  if (edited.isPrivate !== wasPrivate) patch.visibility = edited.isPrivate ? 'private' : 'default'
  const before = event.attendees ?? []
  if (edited.guests.join() !== before.map(({ email }) => email).join())
    patch.attendees = edited.guests.map((email) => before.find((known) => known.email === email) ?? { email })
  return patch
}

const isSame = (a: Span, b: Span) => a.isAllDay === b.isAllDay && a.start === b.start && a.end === b.end

const times = (event: ShownEvent, span: Span, zone: string) => (isSame(spanOf(event), span) ? {} : toTimes(span, zone))

/** All events: the series moves by what this event was moved. */
async function changeSeries(place: Place, zone: string, event: ShownEvent, edited: Edited): Promise<void> {
  const series = await readEvent(place, event.recurringEventId ?? event.id)
  const before = spanOf(event)
  const patch: Record<string, unknown> = { ...changed(event, edited) }
  if (!isSame(before, edited.span)) {
    const begin = move({ ...spanOf(series), isAllDay: false }, minutesBetween(before.start, edited.span.start))
    const length = minutesBetween(edited.span.start, edited.span.end)
    const end = move({ isAllDay: false, start: begin.start, end: begin.start }, length).end
    Object.assign(patch, toTimes({ isAllDay: edited.span.isAllDay, start: begin.start, end }, zone))
    const isOtherDay = before.start.slice(0, 10) !== edited.span.start.slice(0, 10)
    if (isOtherDay) patch.recurrence = series.recurrence?.map((line) => line.replace(/;?BYDAY=[A-Z]{2}(?=;|$)/, ''))
  }
  await changeEvent(place, series.id, patch, edited.isTold)
}
