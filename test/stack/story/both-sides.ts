/** A meeting as either database holds it, in comparable form: texts trimmed, times `2026-03-10T09:00:00Z` or a day. */
export type Meeting = {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly location: string
  readonly start: string
  readonly end: string
  /** Ended before now: the first sync does not export it. */
  readonly isPast: boolean
  /** Private at the calendar: only its times reach the CRM. */
  readonly isPrivate: boolean
}

/** What Postgres and the calendar hold of one person at one moment, read past the extension. */
export type BothSides = {
  readonly appointments: readonly Meeting[]
  readonly events: readonly Meeting[]
  /** What the mapping table says belongs together. */
  readonly links: readonly { readonly appointmentId: string; readonly eventId: string }[]
}

export type Pair = { readonly key: string; readonly appointment: Meeting; readonly event: Meeting }

/** The linked meetings that exist on both sides. */
export function pairsOf({ appointments, events, links }: BothSides): readonly Pair[] {
  return links.flatMap(({ appointmentId, eventId }) => {
    const appointment = appointments.find(({ id }) => id === appointmentId)
    const event = events.find(({ id }) => id === eventId)
    return appointment && event ? [{ key: `${appointmentId} ${eventId}`, appointment, event }] : []
  })
}

/** A private event lends the CRM nothing but its times. */
export function isEqual({ appointment, event }: Pair): boolean {
  const times = appointment.start === event.start && appointment.end === event.end
  if (event.isPrivate) return times
  return times && contentOf(appointment) === contentOf(event)
}

export const contentOf = ({ title, description, location, start, end }: Meeting) =>
  JSON.stringify([title, description, location, start, end])

/** Why the two sides are not equal, in words; empty when each meeting stands on both and is the same. */
export function differences(sides: BothSides): readonly string[] {
  const pairs = pairsOf(sides)
  const linked = new Set(pairs.flatMap(({ appointment, event }) => [appointment.id, event.id]))
  const aloneInCrm = sides.appointments.filter(({ id, isPast }) => !linked.has(id) && !isPast)
  const aloneInCalendar = sides.events.filter(({ id }) => !linked.has(id))
  return [
    ...aloneInCrm.map(({ title }) => `“${title}” is only in the CRM`),
    ...aloneInCalendar.map(({ title }) => `“${title}” is only in the calendar`),
    ...pairs
      .filter((pair) => !isEqual(pair))
      .map(({ appointment, event }) => `the CRM says ${contentOf(appointment)}, the calendar ${contentOf(event)}`),
    ...twins(sides.appointments, 'CRM'),
    ...twins(sides.events, 'calendar'),
  ]
}

/** Meetings that stand twice on one side. The demo's people never plan the same thing twice at one time. */
function twins(meetings: readonly Meeting[], side: string): readonly string[] {
  const seen = new Set<string>()
  return meetings.flatMap((meeting) => {
    const key = `${meeting.title} ${meeting.start}`
    if (seen.has(key)) return [`“${meeting.title}” stands twice in the ${side}`]
    seen.add(key)
    return []
  })
}
