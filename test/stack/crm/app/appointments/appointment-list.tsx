import { type Appointment, byDay, type Contact } from './appointment.ts'
import { AppointmentRow } from './appointment-row.tsx'
import { formatDay } from './format.ts'
import { longestList } from './queries.ts'

type Props = {
  readonly appointments: readonly Appointment[]
  readonly contacts: readonly Contact[]
  readonly mayEdit: (appointment: Appointment) => boolean
  readonly onEdit: (appointment: Appointment) => void
  readonly onDelete: (appointment: Appointment) => void
}

export function AppointmentList({ appointments, contacts, mayEdit, onEdit, onDelete }: Props) {
  if (appointments.length === 0) return <p className="empty card">Nothing here. Add the first appointment.</p>
  const names = new Map(contacts.map(({ id, name }) => [id, name]))
  return (
    <>
      {[...byDay(appointments)].map(([day, ofDay]) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`}>{formatDay(new Date(day))}</h2>
          <ul className="rows card">
            {ofDay.map((appointment) => (
              <AppointmentRow
                key={appointment.id}
                appointment={appointment}
                contactName={names.get(appointment.contact_id ?? '')}
                mayEdit={mayEdit(appointment)}
                onEdit={() => onEdit(appointment)}
                onDelete={() => onDelete(appointment)}
              />
            ))}
          </ul>
        </section>
      ))}
      {appointments.length === longestList && <p className="muted">Only the first {longestList} are shown.</p>}
    </>
  )
}
