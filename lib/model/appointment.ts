import type { AppointmentId, OrganizationId, UserId } from './ids.ts'
import type { Instant } from './time.ts'

/** An appointment's synced columns exactly as the CRM holds them; begin and commit compare these values. */
export type AppointmentRow = {
  readonly title: string | null
  readonly description: string | null
  readonly location: string | null
  readonly start: Instant
  readonly end: Instant
  /** null where the CRM has no all-day column. */
  readonly allDay: boolean | null
  readonly isCancelled: boolean
}

export type LiveAppointment = {
  readonly kind: 'live'
  readonly id: AppointmentId
  readonly ownerId: UserId
  readonly organizationId: OrganizationId
  /** The event id the CRM itself recorded, where the contract names such a column. */
  readonly externalEventId: string | null
  readonly row: AppointmentRow
}

/** `deleted` is a tombstone that a trigger wrote; `left-scope` means it now belongs to someone else. */
export type GoneAppointment = {
  readonly kind: 'gone'
  readonly id: AppointmentId
  readonly reason: 'deleted' | 'left-scope'
}

export type MirroredAppointment = LiveAppointment | GoneAppointment
