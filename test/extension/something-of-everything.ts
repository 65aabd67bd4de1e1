import { acme, ann, type Person } from '../stack/crm/people.ts'
import type { Live } from './live-extension.ts'

/** What a sync has to bring to the other side. */
export type Work = {
  /** Titles that stand on both sides when it is done, once. */
  readonly there: readonly string[]
  readonly gone: readonly string[]
}

const hour = 3_600_000
let round = 0

/** How many operations `addWork` leaves to a sync. */
export const amount = 6

/** Lets one of each kind wait: an addition, a change and a deletion, on either side. */
export async function addWork(live: Live): Promise<Work> {
  round += 1
  const name = (what: string) => `${what} ${round}`
  const changed = [await addAppointment(live, name('Edit in CRM')), addEvent(live, name('Edit in calendar'))] as const
  const removed = [
    await addAppointment(live, name('Delete in CRM')),
    addEvent(live, name('Delete in calendar')),
  ] as const
  // The first may join one that is under way and has looked already.
  await live.sync()
  await live.sync()
  await live.equal()

  const { backend, google } = live.stack
  await addAppointment(live, name('New in CRM'))
  addEvent(live, name('New in calendar'))
  await backend.sql('update appointments set title = $2, location = $3 where id = $1', [
    changed[0],
    name('Edited in CRM'),
    'Second floor',
  ])
  google.edit(ann.email, changed[1], { summary: name('Edited in calendar') })
  await backend.sql('delete from appointments where id = $1', [removed[0]])
  google.remove(ann.email, removed[1])
  return {
    there: ['New in CRM', 'New in calendar', 'Edited in CRM', 'Edited in calendar'].map(name),
    gone: ['Edit in CRM', 'Edit in calendar', 'Delete in CRM', 'Delete in calendar'].map(name),
  }
}

let slot = 24
const nextTimes = () => {
  slot += 1
  const start = Math.floor(Date.now() / hour) * hour + slot * hour
  return { start: new Date(start).toISOString(), end: new Date(start + hour / 2).toISOString() }
}

/** As Ann does in her CRM; answers the id. */
export async function addAppointment(live: Live, title: string): Promise<string> {
  const { start, end } = nextTimes()
  const [row] = await live.stack.backend.sql<{ id: string }>(
    `insert into appointments (organization_id, owner_id, title, start_time, end_time, status)
     values ($1, $2, $3, $4, $5, 'scheduled') returning id`,
    [acme.id, ann.id, title, start, end],
  )
  return row?.id ?? ''
}

/** As a person does in their calendar; answers the id. */
export function addEvent(live: Pick<Live, 'stack'>, title: string, person: Person = ann): string {
  const { start, end } = nextTimes()
  const time = (dateTime: string) => ({ dateTime, timeZone: 'Europe/Berlin' })
  return live.stack.google.insert(person.email, { summary: title, start: time(start), end: time(end) }).id
}
