import type { ShownEvent } from './calendar-api.ts'
import { addDays } from './dates.ts'
import type { Span } from './event-span.ts'

const markup = `
<h2 id="editor-title"></h2>
<form>
  <label>Title <input name="summary" autocomplete="off" maxlength="1024"></label>
  <label class="tick"><input type="checkbox" name="allDay"> All day</label>
  <div class="pair">
    <label>Start day <input type="date" name="startDay" required></label>
    <label data-time>Start time <input type="time" name="startTime" required></label>
    <label>End day <input type="date" name="endDay" required></label>
    <label data-time>End time <input type="time" name="endTime" required></label>
  </div>
  <label data-repeat>Repeats <select name="repeat">
    <option value="">Does not repeat</option>
    <option value="RRULE:FREQ=DAILY;COUNT=5">Daily, 5 times</option>
    <option value="RRULE:FREQ=WEEKLY;COUNT=4">Weekly, 4 times</option>
    <option value="RRULE:FREQ=WEEKLY">Weekly, without end</option>
    <option value="RRULE:FREQ=MONTHLY;COUNT=6">Monthly, 6 times</option>
  </select></label>
  <label>Place <input name="location" autocomplete="off" maxlength="1024"></label>
  <label>Description <textarea name="description" rows="3" maxlength="8192"></textarea></label>
  <label>Guests (addresses) <input name="guests" autocomplete="off"></label>
  <label class="tick"><input type="checkbox" name="tell"> Tell guests by mail</label>
  <label class="tick"><input type="checkbox" name="private"> Private</label>
  <fieldset data-scope>
    <legend>Change</legend>
    <label class="tick"><input type="radio" name="scope" value="one" checked> This event</label>
    <label class="tick"><input type="radio" name="scope" value="all"> All events</label>
  </fieldset>
  <div class="buttons">
    <button class="main" value="save">Save</button>
    <button value="cancel" formnovalidate>Cancel</button>
    <button class="remove" value="remove" formnovalidate>Delete</button>
  </div>
</form>`

function find<Kind extends Element>(root: ParentNode, selector: string, kind: new () => Kind): Kind {
  const found = root.querySelector(selector)
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`)
  return found
}

/** Builds the form anew and fills it with the event. */
export function fillEditor(dialog: HTMLDialogElement, event: ShownEvent | null, span: Span): HTMLFormElement {
  dialog.innerHTML = markup
  const form = find(dialog, 'form', HTMLFormElement)
  find(dialog, 'h2', HTMLHeadingElement).textContent = event ? 'Event' : 'New event'
  const field = (name: string) => find(form, `[name="${name}"]`, HTMLInputElement)
  field('summary').value = event?.summary ?? ''
  field('location').value = event?.location ?? ''
  find(form, '[name="description"]', HTMLTextAreaElement).value = event?.description ?? ''
  field('guests').value = (event?.attendees ?? []).map(({ email }) => email).join(', ')
  field('private').checked = event?.visibility === 'private' || event?.visibility === 'confidential'
  field('startDay').value = span.start.slice(0, 10)
  field('endDay').value = span.isAllDay ? addDays(span.end, -1) : span.end.slice(0, 10)
  field('startTime').value = span.isAllDay ? '09:00' : span.start.slice(11, 16)
  field('endTime').value = span.isAllDay ? '10:00' : span.end.slice(11, 16)
  find(form, '[data-repeat]', HTMLElement).hidden = event !== null
  find(form, '[data-scope]', HTMLElement).hidden = event?.recurringEventId === undefined
  find(form, '.remove', HTMLElement).hidden = event === null
  const allDay = field('allDay')
  allDay.checked = span.isAllDay
  const showTimes = () => {
    for (const label of form.querySelectorAll<HTMLElement>('[data-time]')) {
      label.hidden = allDay.checked
      find(label, 'input', HTMLInputElement).disabled = allDay.checked
    }
  }
  allDay.addEventListener('change', showTimes)
  showTimes()
  return form
}
