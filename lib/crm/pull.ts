import type { GoneAppointment, LiveAppointment } from '../model/appointment.ts'
import { SyncError } from '../model/errors.ts'
import type { AppointmentId, OrganizationId, UserId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { PullAnswer } from '../sync/ports.ts'

/** An appointment on the wire: values in a fixed order, because names would double the size of a large pull. */
type AppointmentTuple = readonly [
  id: AppointmentId,
  title: string | null,
  description: string | null,
  location: string | null,
  start: Instant,
  end: Instant,
  allDay: boolean | null,
  isCancelled: boolean,
  ownerId: UserId,
  organizationId: OrganizationId,
  externalEventId: string | null,
]
type GoneTuple = readonly [id: AppointmentId, reason: GoneAppointment['reason']]

/** What `calendar_pull` answers; all but the tuples is already in the model's form. */
type WirePull = Omit<PullAnswer, 'appointments' | 'gone'> & {
  readonly appointments: readonly AppointmentTuple[]
  readonly gone: readonly GoneTuple[]
}

/**
 * The answer of `calendar_pull`; our own function gives it in the model's form, but for the tuples.
 * @throws SyncError unavailable where something else answered
 */
export function parsePull(json: unknown): PullAnswer {
  if (typeof json !== 'object' || json === null || !('fingerprint' in json)) {
    throw new SyncError('unavailable', 'CRM: an answer that is not of our function')
  }
  const wire = json as WirePull
  return { ...wire, appointments: wire.appointments.map(toLive), gone: wire.gone.map(toGone) }
}

function toLive(tuple: AppointmentTuple): LiveAppointment {
  const [id, title, description, location, start, end, allDay, isCancelled, ownerId, organizationId, externalEventId] =
    tuple
  const row = { title, description, location, start, end, allDay, isCancelled }
  return { kind: 'live', id, ownerId, organizationId, externalEventId, row }
}

const toGone = ([id, reason]: GoneTuple): GoneAppointment => ({ kind: 'gone', id, reason })
