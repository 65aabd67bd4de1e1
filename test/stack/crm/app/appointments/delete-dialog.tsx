import { useState } from 'react'
import { Modal } from '../ui/modal.tsx'
import type { Appointment } from './appointment.ts'
import { formatDay, formatTimes } from './format.ts'

type Props = {
  readonly appointment: Appointment
  /** Answers what went wrong, or an empty text. */
  readonly onDelete: () => Promise<string>
  readonly onClose: () => void
}

export function DeleteDialog({ appointment, onDelete, onClose }: Props) {
  const [problem, setProblem] = useState('')
  const { title, start_time, end_time } = appointment
  return (
    <Modal title="Delete this appointment?" onClose={onClose}>
      <p>
        <strong>{title}</strong>, {formatDay(new Date(start_time))}, {formatTimes(start_time, end_time)}
      </p>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div className="buttons">
        <button type="button" onClick={onClose}>
          Keep
        </button>
        <button type="button" className="danger" onClick={() => void onDelete().then(setProblem)}>
          Delete
        </button>
      </div>
    </Modal>
  )
}
