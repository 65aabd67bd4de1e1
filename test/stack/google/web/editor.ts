import type { ShownEvent } from './calendar-api.ts'
import { addDays, addMinutes } from './dates.ts'
import { fillEditor } from './editor-markup.ts'
import { type Span, spanOf } from './event-span.ts'

/** What the person wants; the fields are complete. */
export type Edited = {
  readonly summary: string
  readonly location: string
  readonly description: string
  readonly span: Span
  readonly isPrivate: boolean
  readonly guests: readonly string[]
  readonly repeat: string
  readonly isTold: boolean
  readonly scope: 'one' | 'all'
}

export type Decision = { readonly kind: 'save' | 'remove'; readonly edited: Edited } | { readonly kind: 'cancel' }

/** Asks the person for an event; `event` is null for a new one that would begin at `start` (wall time). */
export function askEvent(dialog: HTMLDialogElement, event: ShownEvent | null, start: string): Promise<Decision> {
  const span = event ? spanOf(event) : { isAllDay: false, start, end: addMinutes(start, 60) }
  const form = fillEditor(dialog, event, span)
  dialog.showModal()
  return new Promise((resolve) => {
    const finish = (decision: Decision) => {
      dialog.close()
      resolve(decision)
    }
    dialog.addEventListener('cancel', () => resolve({ kind: 'cancel' }), { once: true })
    form.addEventListener('submit', (submit) => {
      submit.preventDefault()
      const pressed = submit.submitter instanceof HTMLButtonElement ? submit.submitter.value : 'save'
      if (pressed === 'cancel') finish({ kind: 'cancel' })
      else finish({ kind: pressed === 'remove' ? 'remove' : 'save', edited: readForm(form) })
    })
  })
}

function readForm(form: HTMLFormElement): Edited {
  const data = new FormData(form)
  const text = (name: string) => {
    const value = data.get(name)
    return typeof value === 'string' ? value : ''
  }
  const isAllDay = data.has('allDay')
  const span = isAllDay
    ? { isAllDay, start: text('startDay'), end: addDays(text('endDay'), 1) }
    : {
        isAllDay,
        start: `${text('startDay')}T${text('startTime')}`,
        end: `${text('endDay')}T${text('endTime')}`,
      }
  return {
    summary: text('summary').trim(),
    location: text('location').trim(),
    description: text('description'),
    span,
    isPrivate: data.has('private'),
    guests: text('guests')
      .split(/[,;\s]+/)
      .filter((email) => email !== ''),
    repeat: text('repeat'),
    isTold: data.has('tell'),
    scope: text('scope') === 'all' ? 'all' : 'one',
  }
}
