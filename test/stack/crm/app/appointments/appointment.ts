import type { AppointmentColumns } from '../database.ts'

export type Appointment = Omit<AppointmentColumns, 'organization_id' | 'created_at'>
export type Contact = { readonly id: string; readonly name: string }

/** What the form edits. */
export type Draft = Omit<Appointment, 'id' | 'owner_id'>

/** Only what the person changed; another one may have changed the rest meanwhile. */
export function changes(before: Appointment, after: Draft): Partial<Draft> {
  const isChanged = (key: keyof Draft) => before[key] !== after[key]
  return {
    ...(isChanged('title') && { title: after.title }),
    ...(isChanged('description') && { description: after.description }),
    ...(isChanged('location') && { location: after.location }),
    ...(isChanged('contact_id') && { contact_id: after.contact_id }),
    ...(isChanged('status') && { status: after.status }),
    ...(isChanged('start_time') && { start_time: after.start_time }),
    ...(isChanged('end_time') && { end_time: after.end_time }),
  }
}

/** One section per local day, in the order of the list. */
export function byDay(appointments: readonly Appointment[]): Map<number, Appointment[]> {
  const days = new Map<number, Appointment[]>()
  for (const appointment of appointments) {
    const day = new Date(appointment.start_time).setHours(0, 0, 0, 0)
    days.set(day, [...(days.get(day) ?? []), appointment])
  }
  return days
}
