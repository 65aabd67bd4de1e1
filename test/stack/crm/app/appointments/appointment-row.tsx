import type { Appointment } from './appointment.ts'
import { formatTimes } from './format.ts'

type Props = {
  readonly appointment: Appointment
  readonly contactName: string | undefined
  readonly mayEdit: boolean
  readonly onEdit: () => void
  readonly onDelete: () => void
}

export function AppointmentRow({ appointment, contactName, mayEdit, onEdit, onDelete }: Props) {
  const { id, title, start_time, end_time, location, status } = appointment
  return (
    <li data-appointment-id={id} className={status}>
      <span className="times">{formatTimes(start_time, end_time)}</span>
      <span className="what">
        <span className="title">{title || 'Untitled'}</span>
        <span className="muted">{[location, contactName].filter(Boolean).join(' · ')}</span>
      </span>
      {status !== 'scheduled' && <span className="chip">{status === 'cancelled' ? 'Cancelled' : 'Completed'}</span>}
      {mayEdit && (
        <span className="row-buttons">
          <button type="button" className="quiet" aria-label={`Edit ${title}`} onClick={onEdit}>
            Edit
          </button>
          <button type="button" className="quiet" aria-label={`Delete ${title}`} onClick={onDelete}>
            Delete
          </button>
        </span>
      )}
    </li>
  )
}
