import { isSyncError, SyncError } from '../model/errors.ts'
import type { MirroredEvent } from '../model/event.ts'
import type { CalendarId, EventId } from '../model/ids.ts'
import { type Instant, toInstant, toMs } from '../model/time.ts'
import type { CalendarPort, CrmPort, PullAnswer, Window } from './ports.ts'
import type { Marks, MirrorStore, PulledEvents } from './store.ts'

const day = 86_400_000
const daysBack = 30
const daysAhead = 180

/** What is kept equal: 30 days back, 180 ahead. It moves once a day. */
export function windowAt(now: Instant): Window {
  const today = Math.floor(toMs(now) / day) * day
  return { from: toInstant(today - daysBack * day), until: toInstant(today + daysAhead * day) }
}

export const isSameWindow = (a: Window, b: Window) => a.from === b.from && a.until === b.until

/** Brings the CRM's changes into the mirror; everything, once the window moved. */
export async function pullCrm(crm: CrmPort, store: MirrorStore, marks: Marks, window: Window): Promise<PullAnswer> {
  const known = marks.crm && isSameWindow(marks.crm.window, window) ? marks.crm : null
  const answer = await crm.pull({
    device: marks.device,
    cursor: known?.cursor ?? null,
    epoch: known?.epoch ?? null,
    fingerprint: known?.fingerprint ?? null,
    from: window.from,
    until: window.until,
  })
  await store.applyCrm(answer, window)
  return answer
}

export const hasCrmNews = ({ isFull, appointments, gone, mappings, conflicts, closedConflicts }: PullAnswer) =>
  isFull || appointments.length + gone.length + mappings.length + conflicts.length + closedConflicts.length > 0

/**
 * Brings one calendar's changes into the mirror, to the last page or not at all.
 * @returns whether anything came
 * @throws SyncError when a page fails; the mirror and its cursor are then as before
 */
export async function pullCalendar(
  port: CalendarPort,
  store: MirrorStore,
  calendarId: CalendarId,
  marks: Marks,
  window: Window,
): Promise<boolean> {
  const known = marks.calendars[calendarId]
  const cursor = known && isSameWindow(known.window, window) ? known.cursor : null
  const pulled = await readWithRecovery(port, cursor, window)
  await store.applyEvents(calendarId, pulled)
  return pulled.isFull || pulled.events.length > 0
}

/** An expired cursor costs one full pull; if that fails the same way, the next run tries again. */
async function readWithRecovery(port: CalendarPort, cursor: string | null, window: Window): Promise<PulledEvents> {
  try {
    return await readAll(port, cursor, window)
  } catch (error) {
    if (cursor === null || !isSyncError(error, 'cursor-expired')) throw error
    return readAll(port, null, window)
  }
}

async function readAll(port: CalendarPort, cursor: string | null, window: Window): Promise<PulledEvents> {
  const newest = new Map<EventId, MirroredEvent>()
  let next: string | null = null
  for await (const page of port.pull(cursor, window)) {
    for (const event of page.events) keepNewest(newest, event)
    next = page.cursor
  }
  if (next === null) throw new SyncError('unavailable', 'the last page brought no cursor')
  return { events: [...newest.values()], cursor: next, window, isFull: cursor === null }
}

/** Pages may bring versions of one event in any order: the one the provider stamped last counts. */
function keepNewest(newest: Map<EventId, MirroredEvent>, event: MirroredEvent): void {
  const known = newest.get(event.id)
  const isOlder = stampOf(known) !== null && stampOf(event) !== null && (stampOf(event) ?? '') < (stampOf(known) ?? '')
  if (!isOlder) newest.set(event.id, event)
}

const stampOf = (event: MirroredEvent | undefined) => (event && event.kind !== 'ignored' ? event.stamp : null)
