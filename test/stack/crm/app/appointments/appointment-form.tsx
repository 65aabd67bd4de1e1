import { type SubmitEvent, useState } from 'react'
import type { AppointmentStatus } from '../database.ts'
import { Field } from '../ui/field.tsx'
import { Modal } from '../ui/modal.tsx'
import { edited, typed } from '../ui/typed.ts'
import type { Appointment, Contact, Draft } from './appointment.ts'
import { fromLocal, toLocal } from './format.ts'

type Props = {
  /** null: a new one. */
  readonly appointment: Appointment | null
  readonly contacts: readonly Contact[]
  /** Answers what went wrong, or an empty text. */
  readonly onSave: (draft: Draft) => Promise<string>
  readonly onClose: () => void
}

const statuses: Record<AppointmentStatus, string> = {
  scheduled: 'Scheduled',
  completed: 'Completed',
  cancelled: 'Cancelled',
}
const isStatus = (value: string): value is AppointmentStatus => value in statuses
const minute = 60_000

function nextFullHour(hoursLater = 0): string {
  const date = new Date()
  date.setHours(date.getHours() + 1 + hoursLater, 0, 0, 0)
  return toLocal(date)
}

/** A moment that the person left as it was keeps its seconds, which the control cannot show. */
const momentOf = (local: string, before: string | undefined) =>
  before !== undefined && toLocal(new Date(before)) === local ? before : fromLocal(local)

export function AppointmentForm({ appointment, contacts, onSave, onClose }: Props) {
  const [start, setStart] = useState(appointment ? toLocal(new Date(appointment.start_time)) : nextFullHour())
  const [end, setEnd] = useState(appointment ? toLocal(new Date(appointment.end_time)) : nextFullHour(1))
  const [problem, setProblem] = useState('')
  const [isBusy, setIsBusy] = useState(false)

  const moveStart = (value: string) => {
    const minutes = (new Date(end).getTime() - new Date(start).getTime()) / minute
    const moved = new Date(new Date(value).getTime() + Math.max(0, minutes) * minute)
    setStart(value)
    if (!Number.isNaN(moved.getTime())) setEnd(toLocal(moved))
  }
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    void save(new FormData(event.currentTarget))
  }
  const save = async (form: FormData) => {
    if (new Date(end) < new Date(start)) return setProblem('The end lies before the start.')
    setIsBusy(true)
    const status = typed(form, 'status')
    const failure = await onSave({
      title: edited(form, 'title', appointment?.title) ?? '',
      start_time: momentOf(start, appointment?.start_time),
      end_time: momentOf(end, appointment?.end_time),
      location: edited(form, 'location', appointment?.location),
      contact_id: typed(form, 'contact') || null,
      description: edited(form, 'description', appointment?.description),
      status: isStatus(status) ? status : 'scheduled',
    })
    setProblem(failure)
    setIsBusy(false)
  }

  return (
    <Modal title={appointment ? 'Edit appointment' : 'Add appointment'} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <Field label="Title">
          <input name="title" required defaultValue={appointment?.title} />
        </Field>
        <div className="pair">
          <Field label="Starts">
            <input type="datetime-local" required value={start} onChange={(event) => moveStart(event.target.value)} />
          </Field>
          <Field label="Ends">
            <input type="datetime-local" required value={end} onChange={(event) => setEnd(event.target.value)} />
          </Field>
        </div>
        <Field label="Location">
          <input name="location" defaultValue={appointment?.location ?? ''} />
        </Field>
        <div className="pair">
          <Field label="Contact">
            <select name="contact" defaultValue={appointment?.contact_id ?? ''}>
              <option value="">None</option>
              {contacts.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
          <Field label="Status">
            <select name="status" defaultValue={appointment?.status ?? 'scheduled'}>
              {Object.entries(statuses).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </Field>
        </div>
        <Field label="Description">
          <textarea name="description" rows={3} defaultValue={appointment?.description ?? ''} />
        </Field>
        {problem && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <div className="buttons">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary" disabled={isBusy}>
            Save
          </button>
        </div>
      </form>
    </Modal>
  )
}
