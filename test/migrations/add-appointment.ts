import type { AppointmentRow } from '../../lib/model/appointment.ts'
import type { AppointmentId, OrganizationId, UserId } from '../../lib/model/ids.ts'
import type { TestDatabase } from '../support/database.ts'

/** Adds an appointment as the CRM would, under whatever names its columns have. */
export async function addAppointment(
  db: TestDatabase,
  owner: UserId | null,
  organization: OrganizationId,
  row: AppointmentRow,
): Promise<AppointmentId> {
  const columns: Record<string, unknown> =
    db.variant === 'full'
      ? {
          subject: row.title,
          notes: row.description,
          location: row.location,
          starts_at: row.start,
          ends_at: row.end,
          is_all_day: row.allDay,
          status: row.isCancelled ? 'cancelled' : 'scheduled',
          user_id: owner,
          created_by: owner,
          organization_id: organization,
        }
      : {
          title: row.title,
          description: row.description,
          location: row.location,
          start_time: row.start,
          end_time: row.end,
          owner_id: owner,
          organization_id: organization,
        }
  const names = Object.keys(columns)
  const [added] = await db.sql<{ id: AppointmentId }>(
    `insert into public.appointments (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')}) returning id::text`,
    Object.values(columns),
  )
  if (!added) throw new Error('no appointment')
  return added.id
}
