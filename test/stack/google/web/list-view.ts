import type { ShownEvent } from './calendar-api.ts'
import { addDays, sayDay } from './dates.ts'
import { eventButton } from './event-button.ts'
import { isOn, spanOf } from './event-span.ts'
import type { ViewOptions } from './week-view.ts'

/** The week day by day. */
export function listView(events: readonly ShownEvent[], { firstDay, onOpen }: ViewOptions): HTMLElement {
  const list = Object.assign(document.createElement('div'), { className: 'list' })
  for (let index = 0; index < 7; index += 1) {
    const day = addDays(firstDay, index)
    const ofDay = events.filter((event) => isOn(spanOf(event), day))
    if (ofDay.length === 0) continue
    const section = document.createElement('section')
    section.dataset.listDay = day
    section.append(Object.assign(document.createElement('h2'), { textContent: sayDay(day) }))
    const inOrder = ofDay.sort((a, b) => (spanOf(a).start < spanOf(b).start ? -1 : 1))
    section.append(...inOrder.map((event) => eventButton(event, onOpen)))
    list.append(section)
  }
  if (list.childElementCount === 0)
    list.append(Object.assign(document.createElement('p'), { className: 'none', textContent: 'Nothing in this week.' }))
  return list
}
