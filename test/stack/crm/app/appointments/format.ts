const day = new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long' })
const dayOfAnotherYear = new Intl.DateTimeFormat('en', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})
const shortDay = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' })
const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

const startOfDay = (date: Date, days = 0) => new Date(date.getFullYear(), date.getMonth(), date.getDate() + days)

/** "Today, Sunday, November 22"; in the browser's zone, as everything here. */
export function formatDay(date: Date, now = new Date()): string {
  const text = (date.getFullYear() === now.getFullYear() ? day : dayOfAnotherYear).format(date)
  const at = startOfDay(date).getTime()
  if (at === startOfDay(now).getTime()) return `Today, ${text}`
  if (at === startOfDay(now, 1).getTime()) return `Tomorrow, ${text}`
  return text
}

/** "10:00–11:00", "All day", "10:00–24 Nov, 09:00". */
export function formatTimes(startTime: string, endTime: string): string {
  const [start, end] = [new Date(startTime), new Date(endTime)]
  const isMidnight = (date: Date) => date.getTime() === startOfDay(date).getTime()
  if (isMidnight(start) && isMidnight(end) && end > start) {
    const last = startOfDay(end, -1)
    return last.getTime() === start.getTime() ? 'All day' : `All day, until ${shortDay.format(last)}`
  }
  const isSameDay = startOfDay(start).getTime() === startOfDay(end).getTime()
  return `${time.format(start)}–${isSameDay ? '' : `${shortDay.format(end)}, `}${time.format(end)}`
}

const two = (value: number) => String(value).padStart(2, '0')

/** For an `<input type="datetime-local">`: minutes, in the browser's zone. */
export const toLocal = (date: Date) =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`

export const fromLocal = (local: string) => new Date(local).toISOString()
