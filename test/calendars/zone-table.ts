import { canonicalize } from '../../lib/calendars/google/canonical.ts'
import { fromGoogle, toGoogle } from '../../lib/calendars/google/codec.ts'
import type { Zone } from '../../lib/model/time.ts'

/** Run by google-zones.test.ts as a process of its own, because a process has one TZ from its first date on. */
const spans = [
  { start: { date: '2020-01-15' }, end: { date: '2020-01-16' } },
  { start: { date: '2026-03-29' }, end: { date: '2026-03-30' } }, // clocks change in Europe
  { start: { date: '2026-04-05' }, end: { date: '2026-04-06' } }, // and at Lord Howe, by half an hour
  { start: { date: '2026-12-31' }, end: { date: '2026-12-31' } },
  { start: { dateTime: '2020-01-13T16:55:00+01:00' }, end: { dateTime: '2020-01-13T19:55:00+01:00' } },
  { start: { dateTime: '2026-03-08T02:30:00-08:00' }, end: { dateTime: '2026-03-08T03:30:00-07:00' } },
  { start: { dateTime: '2026-04-05T01:45:00+11:00' }, end: { dateTime: '2026-04-05T01:45:00+10:30' } },
  { start: { dateTime: '2026-10-04T02:30:00+05:45' }, end: { dateTime: '2026-10-04T02:30:00.999Z' } },
]

const table = spans.map((span) => {
  const event = fromGoogle({ id: 'x', ...span, originalStartTime: span.start }, { isWritable: true })
  if (event.kind !== 'live') return event.kind
  const { start, end } = toGoogle(event.content, 'Asia/Kolkata' as Zone)
  return { time: event.content.time, again: canonicalize(event.content).time, identity: event.identity, start, end }
})
console.log(
  JSON.stringify({
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    winter: new Date(2020, 0, 15).toISOString(),
    table,
  }),
)
