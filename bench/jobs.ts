import { type Instant, toInstant } from '../lib/model/time.ts'
import { windowAt } from '../lib/sync/pull.ts'
import { type Counted, countJob } from './count-job.ts'
import { ann, type Desk, day, openDesk } from './desk.ts'

const hour = 3_600_000
/** A pull that follows a sync brings back what that one wrote; after this many there is nothing new. */
const mostEchoes = 4

/** Everything that starts with events at the calendar, one job after the other at the same desk. */
export async function countImport(all: number): Promise<Counted[]> {
  const desk = await openDesk()
  const amounts = { all, changed: all / 100, entering: Math.ceil(all / 240) }
  const { from, until } = windowAt(toInstant(desk.now()))
  const ids = spread(from, until, all).map((start, n) => insertEvent(desk, `Visit ${n}`, start))
  for (let n = 0; n < amounts.entering; n += 1) insertEvent(desk, `Later ${n}`, Date.parse(until) + hour + n * 1000)

  const counted = [
    await countJob(desk, 'first import', { ...amounts, expected: { imported: all }, run: () => desk.firstSync() }),
    await countJob(desk, 'after the import', { ...amounts, expected: {} }),
    await countJob(desk, 'no change', { ...amounts, expected: {} }),
  ]
  const everyHundredth = (offset: number) => ids.filter((_, n) => n % 100 === offset)
  for (const id of everyHundredth(3)) desk.google.edit(ann, id, { location: 'Main St 1' })
  await editAppointments(desk, everyHundredth(57))
  counted.push(
    await countJob(desk, '1 % changed on both sides', { ...amounts, expected: { updated: 2 * amounts.changed } }),
  )
  await settle(desk)
  for (const id of everyHundredth(80)) desk.google.edit(ann, id, { location: 'Side St 2' })
  desk.google.expireSyncTokens()
  counted.push(await countJob(desk, 'cursor expired (410)', { ...amounts, expected: { updated: amounts.changed } }))
  await settle(desk)
  desk.sleep(1)
  counted.push(
    await countJob(desk, 'daily move of the window', { ...amounts, expected: { imported: amounts.entering } }),
  )
  await desk.close()
  return counted
}

/** What starts with appointments in the CRM. */
export async function countExport(all: number): Promise<Counted[]> {
  const desk = await openDesk()
  const tomorrow = toInstant(desk.now() + day)
  const starts = spread(tomorrow, windowAt(toInstant(desk.now())).until, all).map((ms) => toInstant(ms))
  await desk.db.sql(
    `insert into public.appointments (title, description, start_time, end_time, organization_id, owner_id)
     select 'Visit ' || n, $1, s, s + interval '1 hour', $2, $3 from unnest($4::timestamptz[]) with ordinality t (s, n)`,
    [description, desk.organization, desk.user, starts],
  )
  const amounts = { all, changed: 0, entering: 0 }
  const counted = [
    await countJob(desk, 'first export', { ...amounts, expected: { exported: all }, run: () => desk.firstSync() }),
    await countJob(desk, 'after the export', { ...amounts, expected: {} }),
  ]
  await desk.close()
  return counted
}

const description = 'Bring the drawings and the samples. Ask at the gate for the site manager.'

/** Starts spread evenly, none of which touches the ends. */
function spread(from: Instant, until: Instant, count: number): number[] {
  const [start, span] = [Date.parse(from) + hour, Date.parse(until) - Date.parse(from) - 3 * hour]
  return Array.from({ length: count }, (_, n) => Math.floor((start + (n * span) / count) / 1000) * 1000)
}

const at = (ms: number) => ({ dateTime: toInstant(ms) })

function insertEvent({ google }: Desk, summary: string, startMs: number): string {
  const event = google.insert(ann, { summary, description, start: at(startMs), end: at(startMs + hour) })
  return event.id ?? ''
}

async function editAppointments({ db }: Desk, eventIds: readonly string[]): Promise<void> {
  await db.sql(
    `update public.appointments a set title = a.title || ' (moved)' from public.calendar_event_mappings m
     where m.appointment_id = a.id and m.external_event_id = any ($1)`,
    [eventIds],
  )
}

/** Syncs until nothing is new. */
async function settle(desk: Desk): Promise<void> {
  for (let n = 0; n < mostEchoes; n += 1) if ((await desk.sync()).plan === null) return
  throw new Error('the desk does not come to rest')
}
