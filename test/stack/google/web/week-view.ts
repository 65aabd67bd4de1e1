import type { ShownEvent } from './calendar-api.ts'
import { addDays, minutesBetween, sayDay, sayWeekday } from './dates.ts'
import { letDrag } from './drag.ts'
import { eventButton } from './event-button.ts'
import { isOn, spanOf } from './event-span.ts'

export type ViewOptions = {
  readonly firstDay: string
  /** Wall time now. */
  readonly now: string
  readonly onOpen: (event: ShownEvent) => void
  readonly onMove: (event: ShownEvent, minutes: number) => void
}

export const hourHeight = 40

export function weekView(events: readonly ShownEvent[], options: ViewOptions): HTMLElement {
  const days = Array.from({ length: 7 }, (_, index) => addDays(options.firstDay, index))
  const today = options.now.slice(0, 10)
  const grid = box('week')
  grid.append(box('head corner'))
  for (const day of days) {
    const head = box('head')
    head.setAttribute('aria-label', sayDay(day))
    head.append(
      sayWeekday(day),
      Object.assign(document.createElement('b'), { textContent: String(Number(day.slice(8))) }),
    )
    if (day === today) head.setAttribute('aria-current', 'date')
    grid.append(head)
  }
  grid.append(Object.assign(box('allday corner'), { textContent: 'all day' }))
  for (const day of days) grid.append(allDayCell(day, events, options))
  grid.append(hours())
  for (const day of days) grid.append(dayColumn(day, events, options))
  return grid
}

function box(className: string): HTMLDivElement {
  return Object.assign(document.createElement('div'), { className })
}

function hours(): HTMLElement {
  const column = box('hours')
  for (let hour = 1; hour < 24; hour += 1) {
    const label = Object.assign(document.createElement('span'), { textContent: `${String(hour).padStart(2, '0')}:00` })
    label.style.top = `${hour * hourHeight}px`
    column.append(label)
  }
  return column
}

function allDayCell(day: string, events: readonly ShownEvent[], { onOpen }: ViewOptions): HTMLElement {
  const cell = box('allday')
  cell.dataset.allDay = day
  for (const event of events) {
    const span = spanOf(event)
    if (span.isAllDay && isOn(span, day)) cell.append(eventButton(event, onOpen))
  }
  return cell
}

function dayColumn(day: string, events: readonly ShownEvent[], options: ViewOptions): HTMLElement {
  const column = box('day')
  column.dataset.day = day
  const timed = events
    .filter((event) => !spanOf(event).isAllDay && isOn(spanOf(event), day))
    .sort((a, b) => (spanOf(a).start < spanOf(b).start ? -1 : 1))
  for (const { event, lane, lanes } of laned(timed)) {
    const span = spanOf(event)
    const top = Math.max(0, minutesBetween(day, span.start))
    const bottom = Math.min(1440, minutesBetween(day, span.end))
    const button = eventButton(event, options.onOpen)
    button.style.top = `${(top / 60) * hourHeight}px`
    button.style.height = `${Math.max(20, ((bottom - top) / 60) * hourHeight - 1)}px`
    button.style.left = `${(lane / lanes) * 100}%`
    button.style.width = `${100 / lanes}%`
    button.classList.toggle('short', bottom - top < 45)
    letDrag(button, hourHeight, (minutes) => options.onMove(event, minutes))
    column.append(button)
  }
  if (options.now.startsWith(day)) {
    const line = box('now')
    line.style.top = `${(minutesBetween(day, options.now) / 60) * hourHeight}px`
    column.append(line)
  }
  return column
}

type Laned = { readonly event: ShownEvent; readonly lane: number; lanes: number }

/** Events that overlap stand side by side. */
function laned(events: readonly ShownEvent[]): Laned[] {
  const placed: Laned[] = []
  let group: Laned[] = []
  let groupEnd = ''
  for (const event of events) {
    const { start, end } = spanOf(event)
    if (start >= groupEnd) group = []
    const busy = new Set(group.filter((other) => spanOf(other.event).end > start).map(({ lane }) => lane))
    let lane = 0
    while (busy.has(lane)) lane += 1
    const entry = { event, lane, lanes: 1 }
    group.push(entry)
    placed.push(entry)
    const lanes = Math.max(...group.map((other) => other.lane)) + 1
    for (const other of group) other.lanes = lanes
    if (end > groupEnd || group.length === 1) groupEnd = end
  }
  return placed
}
