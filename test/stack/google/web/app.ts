import { type Person, type Place, readEvents, readRevision, readState, type ShownEvent } from './calendar-api.ts'
import { addDays, addMinutes, sayRange, wallNow } from './dates.ts'
import { askEvent } from './editor.ts'
import { listView } from './list-view.ts'
import { carryOut, moveBy } from './save.ts'
import { hourHeight, weekView } from './week-view.ts'

const refreshEvery = 700

function part<Kind extends Element>(selector: string, kind: new () => Kind): Kind {
  const found = document.querySelector(selector)
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`)
  return found
}

const grid = part('[data-grid]', HTMLElement)
const problem = part('[data-error]', HTMLElement)
const editor = part('[data-editor]', HTMLDialogElement)
const choice = part('[data-calendar]', HTMLSelectElement)

const email = new URLSearchParams(location.search).get('person') ?? ''
let person: Person = { email, name: email, timezone: 'UTC', calendars: [] }
let view: 'week' | 'list' = window.innerWidth < 520 ? 'list' : 'week'
let firstDay = ''
let revision = -1

const place = (): Place => ({ person: email, calendarId: choice.value || 'primary' })

/** Shows what went wrong in words; nothing is lost, the calendar is drawn again. */
async function guarded(work: () => Promise<unknown>): Promise<void> {
  try {
    problem.hidden = true
    await work()
  } catch (error) {
    problem.textContent = error instanceof Error ? error.message : 'Something went wrong.'
    problem.hidden = false
  }
  await draw().catch(() => {})
}

async function draw(): Promise<void> {
  const from = new Date(`${addDays(firstDay, -1)}T00:00:00Z`)
  const until = new Date(`${addDays(firstDay, 8)}T00:00:00Z`)
  const events = await readEvents(place(), from, until)
  const scrolled = grid.scrollTop
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.eventId : undefined
  const options = { firstDay, now: wallNow(person.timezone), onOpen: open, onMove: drop }
  grid.replaceChildren(view === 'week' ? weekView(events, options) : listView(events, options))
  grid.dataset.revision = String(revision)
  grid.scrollTop = scrolled
  if (focused) grid.querySelector<HTMLElement>(`[data-event-id="${CSS.escape(focused)}"]`)?.focus()
  part('[data-range]', HTMLElement).textContent = sayRange(firstDay, addDays(firstDay, 6))
  for (const button of document.querySelectorAll<HTMLElement>('[data-view]'))
    button.setAttribute('aria-pressed', String(button.dataset.view === view))
}

function open(event: ShownEvent | null): void {
  const now = wallNow(person.timezone)
  const today = now.slice(0, 10)
  const day = firstDay <= today && today < addDays(firstDay, 7) ? today : firstDay
  const start = addMinutes(`${day}T${now.slice(11, 13)}:00`, 60)
  void guarded(async () => {
    const decision = await askEvent(editor, event, start)
    await carryOut(place(), person.timezone, event, decision)
  })
}

function drop(event: ShownEvent, minutes: number): void {
  void guarded(() => moveBy(place(), person.timezone, event, minutes))
}

const actions: Readonly<Record<string, () => void>> = {
  add: () => open(null),
  today: () => go(wallNow(person.timezone).slice(0, 10)),
  previous: () => go(addDays(firstDay, -7)),
  next: () => go(addDays(firstDay, 7)),
}

function go(day: string): void {
  firstDay = day
  void guarded(async () => {})
}

async function refresh(): Promise<void> {
  try {
    const now = await readRevision()
    if (now !== revision && !editor.open && !grid.querySelector('.moving')) {
      revision = now
      await draw()
    }
  } catch {
    // The stand-in is starting or stopping; the next look tells.
  }
  setTimeout(() => void refresh(), refreshEvery)
}

const state = await readState()
person = state.people.find((known) => known.email === email) ?? person
part('[data-owner]', HTMLElement).textContent = `${person.name}'s calendar`
document.title = `${person.name}'s calendar`
choice.replaceChildren(
  ...person.calendars.map(({ id, summary }) => new Option(id === email ? person.name : summary, id)),
)
choice.hidden = person.calendars.length < 2
choice.addEventListener('change', () => void guarded(async () => {}))
document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-action], [data-view]') : null
  if (button?.dataset.action) actions[button.dataset.action]?.()
  if (button?.dataset.view === 'week' || button?.dataset.view === 'list') {
    view = button.dataset.view
    void guarded(async () => {})
  }
})
firstDay = wallNow(person.timezone).slice(0, 10)
await refresh()
grid.scrollTop = 7.5 * hourHeight
