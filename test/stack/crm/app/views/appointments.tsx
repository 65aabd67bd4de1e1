import { useCallback, useState } from 'react'
import type { ViewProps } from '../app.tsx'
import { type Appointment, changes, type Draft } from '../appointments/appointment.ts'
import { AppointmentForm } from '../appointments/appointment-form.tsx'
import { AppointmentList } from '../appointments/appointment-list.tsx'
import { DeleteDialog } from '../appointments/delete-dialog.tsx'
import { Filters } from '../appointments/filters.tsx'
import { appointmentsOf, contactNames, type Filter, profileOf } from '../appointments/queries.ts'
import { useChangedEvent } from '../appointments/use-changed-event.ts'
import { data, explain } from '../data.ts'
import { Problem } from '../ui/problem.tsx'
import { useLoaded } from '../use-loaded.ts'

type Open =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'form'; readonly appointment: Appointment | null }
  | { readonly kind: 'delete'; readonly appointment: Appointment }

export function Appointments({ userId }: ViewProps) {
  const [filter, setFilter] = useState<Filter>({ show: 'upcoming', whose: 'mine' })
  const [open, setOpen] = useState<Open>({ kind: 'nothing' })
  const list = useLoaded(useCallback(() => appointmentsOf(userId, filter), [userId, filter]))
  const profile = useLoaded(useCallback(() => profileOf(userId), [userId]))
  const contacts = useLoaded(contactNames)
  useChangedEvent(list.reload)

  const close = () => setOpen({ kind: 'nothing' })
  const settle = (error: { code: string; message: string } | null) => {
    if (error) return explain(error)
    close()
    list.reload()
    return ''
  }
  const save = (appointment: Appointment | null) => async (draft: Draft) => {
    if (appointment) {
      const changed = changes(appointment, draft)
      if (Object.keys(changed).length === 0) return settle(null)
      const { data: rows, error } = await data
        .from('appointments')
        .update(changed)
        .eq('id', appointment.id)
        .select('id')
      return rows?.length === 0 ? 'This appointment is gone, or it is not yours to change.' : settle(error)
    }
    const organization = profile.value?.organization_id
    if (!organization) return 'You belong to no organisation yet.'
    const { error } = await data.from('appointments').insert({ ...draft, organization_id: organization })
    return settle(error)
  }
  const remove = (appointment: Appointment) => async () => {
    const { error } = await data.from('appointments').delete().eq('id', appointment.id)
    return settle(error)
  }

  return (
    <>
      {/* Drawn anew, with new elements, after every refresh: as CRMs do whose list and toolbar come from one template. */}
      <div className="title-row" key={list.version}>
        <h1>Appointments</h1>
        <div className="toolbar">
          <button type="button" onClick={list.reload}>
            Refresh
          </button>
          <button type="button" className="primary" onClick={() => setOpen({ kind: 'form', appointment: null })}>
            Add appointment
          </button>
        </div>
      </div>
      <Filters filter={filter} onChange={setFilter} />
      {list.problem && <Problem text={`The list could not be read. ${list.problem}`} onRetry={list.reload} />}
      {list.value === null && !list.problem && <p role="status">Loading…</p>}
      {list.value && (
        <AppointmentList
          appointments={list.value}
          contacts={contacts.value ?? []}
          mayEdit={({ owner_id }) => owner_id === userId || profile.value?.role === 'SUPER_ADMIN'}
          onEdit={(appointment) => setOpen({ kind: 'form', appointment })}
          onDelete={(appointment) => setOpen({ kind: 'delete', appointment })}
        />
      )}
      {open.kind === 'form' && (
        <AppointmentForm
          appointment={open.appointment}
          contacts={contacts.value ?? []}
          onSave={save(open.appointment)}
          onClose={close}
        />
      )}
      {open.kind === 'delete' && (
        <DeleteDialog appointment={open.appointment} onDelete={remove(open.appointment)} onClose={close} />
      )}
    </>
  )
}
