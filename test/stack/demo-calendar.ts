import { ann, people } from './crm/people.ts'
import type { Google } from './google/google.ts'

const zone = 'Europe/Berlin'
const weekly = 'RRULE:FREQ=WEEKLY;COUNT=8'

/**
 * The demo people's Google calendars, relative to today. Among Ann's events: a series, one with guests, a private one, a
 * whole day, and one that stands in the CRM too (see crm/seed.sql).
 */
export function fillCalendars(google: Google, now = new Date()): void {
  for (const { email, name } of people) google.addPerson({ email, name, timezone: zone })
  google.addCalendar(ann.email, { summary: 'Family' })
  const add = (event: Record<string, unknown>) => google.insert(ann.email, event)
  const on = (days: number, start: string, end: string) => ({ start: at(now, days, start), end: at(now, days, end) })

  add({ summary: 'Team standup', ...on(1, '09:00', '09:15'), recurrence: [weekly] })
  add({
    summary: 'Client call',
    ...on(1, '15:00', '15:45'),
    description: 'Questions:\n- budget\n- dates',
    location: 'Phone',
  })
  add({ summary: 'Quarterly review', ...on(2, '14:00', '15:30'), location: 'Meeting room 2' })
  add({ summary: 'Doctor', ...on(3, '08:00', '08:30'), visibility: 'private' })
  add({ summary: 'Trade fair', start: { date: dayOf(now, 6) }, end: { date: dayOf(now, 8) }, location: 'Hall 4' })
  add({ summary: 'Planning with Ben', ...on(4, '11:00', '12:00'), attendees: [{ email: 'ben@example.com' }] })
}

const dayOf = (now: Date, days: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(now.getTime() + days * 86_400_000)

const at = (now: Date, days: number, time: string) => ({ dateTime: `${dayOf(now, days)}T${time}:00`, timeZone: zone })
