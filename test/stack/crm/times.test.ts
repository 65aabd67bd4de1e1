import { expect, test } from 'vitest'
import { formatTimes } from './app/appointments/format.ts'

/** Midnight where the browser is, so many days after March 10. */
const midnight = (days: number) => new Date(2026, 2, 10 + days).toISOString()
const at = (hour: number, minute = 0, days = 0) => new Date(2026, 2, 10 + days, hour, minute).toISOString()

test.each([
  ['in one day', at(10), at(11, 30), '10:00–11:30'],
  ['over midnight', at(22), at(9, 0, 1), '22:00–Mar 11, 09:00'],
  ['one whole day: its end is the midnight after it', midnight(0), midnight(1), 'All day'],
  ['two whole days', midnight(0), midnight(2), 'All day, until Mar 11'],
])('the list shows the times of an appointment %s', (_, start, end, text) => {
  expect(formatTimes(start, end)).toBe(text)
})
