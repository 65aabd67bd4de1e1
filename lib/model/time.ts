type Brand<Name extends string> = string & { readonly __brand: Name }

/** A moment, whole seconds, always UTC: `2026-03-10T09:00:00Z`. Text order is time order. */
export type Instant = Brand<'Instant'>
/** A calendar day without a zone: `2026-03-10`. */
export type PlainDate = Brand<'PlainDate'>
/** An IANA zone name: `Europe/Berlin`. */
export type Zone = Brand<'Zone'>

const second = 1000

/** The instant of any RFC 3339 text or epoch milliseconds, cut to whole seconds. @throws RangeError on garbage. */
export function toInstant(value: string | number): Instant {
  const ms = typeof value === 'number' ? value : Date.parse(value)
  if (!Number.isFinite(ms)) throw new RangeError(`not a time: ${String(value).slice(0, 40)}`)
  return `${new Date(Math.floor(ms / second) * second).toISOString().slice(0, 19)}Z` as Instant
}

export const toMs = (instant: Instant): number => Date.parse(instant)

/** @throws RangeError unless the text is a real day, `yyyy-mm-dd`. */
export function toPlainDate(value: string): PlainDate {
  const isReal = /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toISOString().startsWith(value)
  if (!isReal) throw new RangeError(`not a day: ${value.slice(0, 40)}`)
  return value as PlainDate
}

export function addDays(day: PlainDate, count: number): PlainDate {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + count)
  return date.toISOString().slice(0, 10) as PlainDate
}
