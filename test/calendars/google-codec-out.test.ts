import { describe, expect, test } from 'vitest'
import { toGoogle, toGooglePatch } from '../../lib/calendars/google/codec.ts'
import { eventIdOf } from '../../lib/calendars/google/key.ts'
import type { Content } from '../../lib/model/content.ts'
import type { MappingId } from '../../lib/model/ids.ts'
import { type Instant, type PlainDate, toInstant, toPlainDate, type Zone } from '../../lib/model/time.ts'

const berlin = 'Europe/Berlin' as Zone
const mappingId = '3f0c2b1a-0000-4000-8000-0123456789ab' as MappingId

const timed: Content = {
  title: 'Site visit',
  description: 'Bring the plan',
  location: 'Main St 1',
  time: { kind: 'timed', start: toInstant('2020-01-15T08:00:00Z'), end: toInstant('2020-01-15T18:00:00Z') },
}

describe('an event for Google', () => {
  test('W01: carries the synced fields and nothing else', () => {
    expect(toGoogle(timed, berlin)).toEqual({
      summary: 'Site visit',
      description: 'Bring the plan',
      location: 'Main St 1',
      start: { dateTime: '2020-01-15T08:00:00Z', timeZone: 'Europe/Berlin' },
      end: { dateTime: '2020-01-15T18:00:00Z', timeZone: 'Europe/Berlin' },
    })
  })

  test('W01: is created under an id that Google takes and that the key alone decides', () => {
    const id = eventIdOf({ mappingId, generation: 0 })
    expect(id).toBe('ccs3f0c2b1a0000400080000123456789abg0')
    expect(id).toMatch(/^[a-v0-9]{5,1024}$/)
    expect(eventIdOf({ mappingId, generation: 1 })).not.toBe(id)
  })

  test('W02: a whole day names dates, and drops the time it may have had', () => {
    const time = { kind: 'all-day', start: toPlainDate('2020-01-15'), end: toPlainDate('2020-01-16') } as const
    expect(toGoogle({ time }, berlin)).toEqual({ start: { date: '2020-01-15' }, end: { date: '2020-01-16' } })
    expect(toGooglePatch({ time }, berlin)).toEqual({
      start: { date: '2020-01-15', dateTime: null, timeZone: null },
      end: { date: '2020-01-16', dateTime: null, timeZone: null },
    })
  })

  test('W02: hours drop the day they may have been', () => {
    expect(toGooglePatch({ time: timed.time }, berlin).start).toEqual({
      dateTime: '2020-01-15T08:00:00Z',
      timeZone: 'Europe/Berlin',
      date: null,
    })
  })

  test.each([
    ['nothing', {}, {}],
    ['the title', { title: 'changed' }, { summary: 'changed' }],
    ['the place', { location: 'changed' }, { location: 'changed' }],
    ['an emptied description', { description: '' }, { description: '' }],
  ])('W09: names only what changed: %s', (_, patch, body) => expect(toGooglePatch(patch, berlin)).toEqual(body))

  test('W21: text that is too long is cut here, so that Google never refuses it', () => {
    const body = toGoogle({ title: 'x'.repeat(5_000), description: '<b>'.repeat(20_000) }, berlin)
    expect(body.summary).toHaveLength(1024)
    expect(body.description?.length).toBeLessThanOrEqual(8192)
  })

  test('W25: parts of seconds are not sent', () => {
    const time = {
      kind: 'timed',
      start: '2026-03-10T14:00:00.123Z' as Instant,
      end: '2026-03-10T15:00:00Z' as Instant,
    } as const
    expect(toGoogle({ time }, berlin).start?.dateTime).toBe('2026-03-10T14:00:00Z')
    expect(
      toGoogle({ time: { kind: 'all-day', start: '2026-03-10' as PlainDate, end: '2026-03-11' as PlainDate } }, berlin)
        .end?.date,
    ).toBe('2026-03-11')
  })
})
