/** Days are `yyyy-mm-dd`, wall times `yyyy-mm-ddThh:mm`, both in the calendar's zone; no zone arithmetic happens here. */

const asUtc = (wall: string) => Date.parse(`${wall.length === 10 ? `${wall}T00:00` : wall.slice(0, 16)}Z`)

const minute = 60_000

export const addMinutes = (wall: string, minutes: number) =>
  new Date(asUtc(wall) + minutes * minute).toISOString().slice(0, 16)
export const addDays = (day: string, days: number) => addMinutes(day, days * 1440).slice(0, 10)
export const minutesBetween = (from: string, until: string) => (asUtc(until) - asUtc(from)) / minute

export const wallNow = (zone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    .format(new Date())
    .replace(' ', 'T')

const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' })
const long = format({ weekday: 'long', day: 'numeric', month: 'long' })
const short = format({ weekday: 'short' })
const month = format({ day: 'numeric', month: 'short', year: 'numeric' })

export const sayDay = (day: string) => long.format(asUtc(day))
export const sayWeekday = (day: string) => short.format(asUtc(day))
export const sayRange = (first: string, last: string) => month.formatRange(asUtc(first), asUtc(last))
