import type { ShownEvent } from './calendar-api.ts'
import { sayDays, spanOf } from './event-span.ts'

const titleOf = (event: ShownEvent) => event.summary ?? '(No title)'

/** The button that stands for an event in both views. */
export function eventButton(event: ShownEvent, onOpen: (event: ShownEvent) => void): HTMLButtonElement {
  const span = spanOf(event)
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'event'
  button.dataset.eventId = event.id
  button.dataset.title = titleOf(event)
  button.dataset.start = span.start
  button.dataset.end = span.end
  if (event.recurringEventId) button.dataset.seriesId = event.recurringEventId
  const title = document.createElement('b')
  title.textContent = titleOf(event)
  const time = document.createElement('small')
  time.textContent = span.isAllDay ? '' : `${span.start.slice(11)}–${span.end.slice(11)}`
  const rest = document.createElement('span')
  rest.className = 'spoken'
  rest.textContent = ` ${sayDays(span)}${event.location ? `, ${event.location}` : ''}`
  button.append(title, ' ', time, rest)
  button.addEventListener('click', () => onOpen(event))
  return button
}
