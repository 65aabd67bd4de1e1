import type messages from '../public/_locales/en/messages.json'
import type { Provider } from './model/account.ts'

/**
 * Every sentence a person reads, from `public/_locales`. Keys are checked by the compiler; `$1`… are filled in order.
 * Facts: https://developer.chrome.com/docs/extensions/reference/api/i18n (Firefox fills `$1` in the same way).
 */
export type Word = keyof typeof messages
type Plural = Word extends infer Key ? (Key extends `${infer Stem}_one` ? Stem : never) : never

/** Numbers are written the reader's way; text goes in as it is. */
type Value = string | number

const fill = (value: Value) => (typeof value === 'number' ? number(value) : value)

export const word = (key: Word, ...values: Value[]): string => chrome.i18n.getMessage(key, values.map(fill))

/** The sentence for this many, `$1` being the count. */
export function plural(stem: Plural, count: number, ...values: Value[]): string {
  const form = new Intl.PluralRules(language()).select(count) === 'one' ? 'one' : 'other'
  return word(`${stem}_${form}` as Word, count, ...values)
}

/** Marks a title, name or address inside a sentence, so that its direction cannot turn the rest; see `Sentence`. */
export const quote = (text: string) => `\u2068${text}\u2069`

/** `Google`, `Outlook`: what people call it. */
export const providerName: Record<Provider, string> = { google: 'Google', outlook: 'Outlook' }
/** Whose window opens when a person signs in there. */
export const companyName: Record<Provider, string> = { google: 'Google', outlook: 'Microsoft' }

/** The language of the sentences; the reader's own variety of it where the browser is set to one. */
export function language(): string {
  const written = word('language')
  const browser = chrome.i18n.getUILanguage()
  return browser.split('-')[0] === written ? browser : written
}

export const direction = () => (language() === chrome.i18n.getUILanguage() ? word('@@bidi_dir' as Word) : 'ltr')

export const number = (value: number) => new Intl.NumberFormat(language()).format(value)

/** `3 imported, 2 exported` */
export const list = (parts: readonly string[]) =>
  new Intl.ListFormat(language(), { type: 'unit', style: 'short' }).format(parts)

const device = () =>
  new Intl.DateTimeFormat(chrome.i18n.getUILanguage(), { hour: 'numeric' }).resolvedOptions().hourCycle

function format(options: Intl.DateTimeFormatOptions, date: Date): string {
  return new Intl.DateTimeFormat(language(), { ...options, ...(options.hour && { hourCycle: device() }) }).format(date)
}

const hour = { hour: 'numeric', minute: '2-digit' } as const
const weekday = { weekday: 'short', day: 'numeric', month: 'short' } as const
const daysAgo = (date: Date, now: Date) =>
  Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000)

/** `14:05` on this device's clock. */
export const clock = (instant: string) => format(hour, new Date(instant))

/** `14:05` today, `Tue 24 Nov, 14:05` on another day: an old time never looks like a fresh one. */
export function moment(instant: string, now = new Date()): string {
  const date = new Date(instant)
  return daysAgo(date, now) === 0 ? clock(instant) : format({ ...weekday, ...hour }, date)
}

/** `Wed 25 Nov, 10:00`, or `Wed 25 Nov` for a day without a time. */
export function startOf(start: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(start)
  return isDay
    ? format({ ...weekday, timeZone: 'UTC' }, new Date(start))
    : format({ ...weekday, ...hour }, new Date(start))
}

/** `Today`, `Yesterday`, `Mon 23 Nov` */
export function dayOf(instant: string, now = new Date()): string {
  const date = new Date(instant)
  const ago = daysAgo(date, now)
  return ago === 0 ? word('today') : ago === 1 ? word('yesterday') : format(weekday, date)
}

const unit = (value: number, name: 'second' | 'minute') =>
  new Intl.NumberFormat(language(), { style: 'unit', unit: name, unitDisplay: 'long' }).format(value)

/** `4 seconds`, `2 minutes` */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  return seconds < 60 ? unit(seconds, 'second') : unit(Math.round(seconds / 60), 'minute')
}

const step = 10_000 // milliseconds

/** `10 seconds`, `2 minutes`: a guess, so in steps that do not pretend to know better. */
export const roughly = (ms: number) => duration(Math.max(1, Math.ceil(ms / step)) * step)
