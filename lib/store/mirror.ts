import type { MirroredAppointment } from '../model/appointment.ts'
import type { MirroredEvent } from '../model/event.ts'
import type { AppointmentId, CalendarId, DeviceId, EventId, MappingId } from '../model/ids.ts'
import type { Conflict, Mapping } from '../model/mapping.ts'
import type { Mirror } from '../sync/state.ts'
import type { Marks, MirrorStore } from '../sync/store.ts'
import { bucketOf, type Row, rowsByBucket } from './buckets.ts'
import type { Database } from './db.ts'
import { isOutdated } from './outdated.ts'

const noMarks = (device: DeviceId): Marks => ({
  device,
  crm: null,
  calendars: {},
  isSettled: false,
  settings: null,
  pauses: {},
  consent: null,
  released: [],
  kept: [],
  setAside: [],
})

/** Lands with the rows: a worker that dies before it planned them leaves word that there is something to plan. */
const unplanned = { isSettled: false }

/**
 * The device's mirror in IndexedDB.
 * @param scope names project and user: nothing of one is ever read for another
 */
export function openMirror(db: Database, scope: string, newDeviceId: () => DeviceId): MirrorStore {
  const marksKey = `${scope} marks`
  const prefix = (set: string) => `${scope} ${set} `

  async function marks(): Promise<Marks> {
    const kept = await db.kept.get(marksKey)
    if (kept) return kept.value as Marks
    const fresh = noMarks(newDeviceId())
    await db.kept.put({ key: marksKey, value: fresh })
    return fresh
  }

  async function setMarks(change: Partial<Marks>): Promise<void> {
    await db.transaction('rw', db.kept, async () => {
      await db.kept.put({ key: marksKey, value: { ...(await marks()), ...change } })
    })
  }

  /** Merges rows into their buckets; only touched buckets are rewritten. */
  async function merge<T extends Row>(set: string, rows: readonly T[], isOlder?: (row: T, known: T) => boolean) {
    for (const [bucket, added] of rowsByBucket(rows)) {
      const key = prefix(set) + bucket
      const known = new Map(((await db.chunks.get(key))?.rows as T[] | undefined)?.map((row) => [row.id, row]))
      for (const row of added) {
        const before = known.get(row.id)
        if (!before || !isOlder?.(row, before)) known.set(row.id, row)
      }
      await db.chunks.put({ key, rows: [...known.values()] })
    }
  }

  async function replace(set: string, rows: readonly Row[]): Promise<void> {
    await db.chunks.where('key').startsWith(prefix(set)).delete()
    const buckets = [...rowsByBucket(rows)].map(([bucket, of]) => ({ key: prefix(set) + bucket, rows: of }))
    await db.chunks.bulkPut(buckets)
  }

  const write = <T>(work: () => Promise<T>) => db.transaction('rw', db.chunks, db.kept, work)

  return {
    marks,
    setMarks,
    applyCrm: (answer, window) =>
      write(async () => {
        const { cursor, epoch, fingerprint } = answer
        const appointments: readonly MirroredAppointment[] = [...answer.appointments, ...answer.gone]
        const store = answer.isFull ? replace : merge
        await store('appointments', appointments)
        await store('mappings', answer.mappings)
        if (answer.isFull) await replace('conflicts', answer.conflicts)
        else {
          await merge('conflicts', answer.conflicts)
          await remove('conflicts', answer.closedConflicts)
        }
        const isNews =
          answer.isFull ||
          appointments.length + answer.mappings.length + answer.conflicts.length + answer.closedConflicts.length > 0
        await setMarks({ crm: { cursor, epoch, fingerprint, window }, ...(isNews && unplanned) })
      }),
    applyEvents: (calendarId, { events, cursor, window, isFull }) =>
      write(async () => {
        if (isFull) await replace(`events ${calendarId}`, events)
        else await merge<MirroredEvent>(`events ${calendarId}`, events, isOutdated)
        const { calendars } = await marks()
        const isNews = isFull || events.length > 0
        await setMarks({ calendars: { ...calendars, [calendarId]: { cursor, window } }, ...(isNews && unplanned) })
      }),
    load: () => db.transaction('r', db.chunks, load),
  }

  async function remove(set: string, ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const key = prefix(set) + bucketOf(id)
      const rows = ((await db.chunks.get(key))?.rows ?? []) as Row[]
      await db.chunks.put({ key, rows: rows.filter((row) => row.id !== id) })
    }
  }

  async function load(): Promise<Mirror> {
    const appointments = new Map<AppointmentId, MirroredAppointment>()
    const mappings = new Map<MappingId, Mapping>()
    const conflicts = new Map<MappingId, Conflict>()
    const events = new Map<CalendarId, Map<EventId, MirroredEvent>>()
    await db.chunks
      .where('key')
      .startsWith(`${scope} `)
      .each(({ key, rows }) => {
        const [set, calendarId] = key.slice(scope.length + 1).split(' ')
        if (set === 'appointments') for (const row of rows as MirroredAppointment[]) appointments.set(row.id, row)
        else if (set === 'mappings') for (const row of rows as Mapping[]) mappings.set(row.id, row)
        else if (set === 'conflicts') for (const row of rows as Conflict[]) conflicts.set(row.mappingId, row)
        else if (set === 'events') {
          const id = calendarId as CalendarId
          const of = events.get(id) ?? new Map<EventId, MirroredEvent>()
          events.set(id, of)
          for (const row of rows as MirroredEvent[]) of.set(row.id, row)
        }
      })
    return { appointments, mappings, conflicts, events }
  }
}

/** Forgets everything of every scope; for signing out. */
export async function wipeMirrors(db: Database): Promise<void> {
  await db.chunks.clear()
}
