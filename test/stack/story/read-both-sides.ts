import { toInstant, toPlainDate, type Zone } from '../../../lib/model/time.ts'
import { startOfDay } from '../../../lib/model/zone.ts'
import type { Person } from '../crm/people.ts'
import type { EventResource, EventTime } from '../google/types.ts'
import type { Stack } from '../stack.ts'
import type { BothSides, Meeting } from './both-sides.ts'

const day = 86_400_000
/** What is synced lies in this window, design 3.6. */
const window = () => ({ from: Date.now() - 30 * day, until: Date.now() + 180 * day })
/** Other kinds (birthdays, working places) are not meetings. */
const meetingTypes = ['default', 'focusTime', 'outOfOffice', 'fromGmail']

/** Everything of the person's own calendar and appointments that is to be equal, read by SQL and from the stand-in. */
export async function readBothSides(stack: Stack, person: Person): Promise<BothSides> {
  const [appointments, links] = await Promise.all([readAppointments(stack, person), readLinks(stack, person)])
  return { appointments, events: readEvents(stack, person), links }
}

type AppointmentRow = {
  readonly id: string
  readonly title: string
  readonly description: string | null
  readonly location: string | null
  readonly start: string
  readonly end: string
}

async function readAppointments(stack: Stack, person: Person): Promise<readonly Meeting[]> {
  const { from, until } = window()
  const rows = await stack.backend.sql<AppointmentRow>(
    `select id, title, description, location, start_time::text as start, end_time::text as end
     from appointments where owner_id = $1 and status <> 'cancelled'
       and end_time > to_timestamp($2::double precision / 1000) and start_time < to_timestamp($3::double precision / 1000)
     order by start_time, id`,
    [person.id, from, until],
  )
  return rows.map((row) => meeting(row.id, row, toInstant(row.start), toInstant(row.end), false))
}

const readLinks = (stack: Stack, person: Person) =>
  stack.backend.sql<{ appointmentId: string; eventId: string }>(
    `select appointment_id::text as "appointmentId", external_event_id as "eventId" from calendar_event_mappings
     where user_id = $1 and status in ('synced', 'conflict', 'held', 'read_only')
       and appointment_id is not null and external_event_id is not null`,
    [person.id],
  )

function readEvents(stack: Stack, person: Person): readonly Meeting[] {
  const zone = (stack.google.people().find(({ email }) => email === person.email)?.timezone ?? 'UTC') as Zone
  return stack.google
    .events(person.email, 'primary', window())
    .filter(({ eventType }) => meetingTypes.includes(eventType ?? 'default'))
    .map((event) => fromEvent(event, zone))
}

function fromEvent(event: EventResource, zone: Zone): Meeting {
  const isPrivate = event.visibility === 'private' || event.visibility === 'confidential'
  const { summary = '', description, location } = event
  const texts = { title: summary, description: plain(description ?? ''), location: location ?? '' }
  return meeting(event.id, texts, instantOf(event.start, zone), instantOf(event.end, zone), isPrivate)
}

/** The demo's CRM has no all-day column: a day is midnight to midnight where the person lives. */
const instantOf = (time: EventTime | undefined, zone: Zone) =>
  time?.date ? startOfDay(toPlainDate(time.date), zone) : toInstant(time?.dateTime ?? '')

/** Google's descriptions may hold simple HTML. */
const plain = (html: string) => html.replace(/<br\s*\/?>/g, '\n').replace(/<[^>]+>/g, '')

type Texts = { readonly title: string; readonly description: string | null; readonly location: string | null }

const meeting = (id: string, texts: Texts, start: string, end: string, isPrivate: boolean): Meeting => ({
  id,
  title: texts.title.trim(),
  description: texts.description?.trim() ?? '',
  location: texts.location?.trim() ?? '',
  start,
  end,
  isPast: Date.parse(end) < Date.now(),
  isPrivate,
})
