import { describe, expect, test } from 'vitest'
import type { EventId } from '../../lib/model/ids.ts'
import type { Instant } from '../../lib/model/time.ts'
import { appointment, at, content, event, mapping, only, plan, rowOf } from './build.ts'

describe('scope', () => {
  test.each(['crm', 'calendar'] as const)(
    'back in scope, its event gone meanwhile: created again (made by %s)',
    (origin) => {
      const gone = {
        kind: 'gone',
        id: 'event-1' as EventId,
        etag: '"2"',
        stamp: '2026-03-09T11:00:00.000Z',
        seriesId: null,
      } as const
      const dismissed = mapping({ status: 'dismissed', origin })
      const world = { appointments: [appointment(content())], events: [gone], mappings: [dismissed] }
      expect(only(world)).toMatchObject({ kind: 'recreate-event', reason: 'back-in-scope' })
      expect(plan({ ...world, mappings: [{ ...dismissed, isMasked: origin === 'calendar' }] }).operations).toHaveLength(
        origin === 'crm' ? 1 : 0,
      )
    },
  )

  test('what has ended is never deleted on the other side', () => {
    const past = content({ time: at('2026-03-01T09:00:00Z', '2026-03-01T10:00:00Z') })
    const gone = {
      kind: 'gone',
      id: 'event-1' as EventId,
      etag: '"2"',
      stamp: '2026-03-09T11:00:00.000Z',
      seriesId: null,
    } as const
    const world = { appointments: [appointment(past)], events: [gone], mappings: [mapping({ base: past })] }
    expect(only(world)).toMatchObject({ kind: 'settle', set: { status: 'dismissed' } })
    const dismissed = { ...world, mappings: [mapping({ base: past, status: 'dismissed' })] }
    expect(plan(dismissed).operations).toEqual([])
  })

  test('appointments that were over at the first sync stay where they are', () => {
    const past = content({ time: at('2026-02-20T09:00:00Z', '2026-02-20T10:00:00Z') })
    expect(plan({ appointments: [appointment(past)] }).operations).toEqual([])
    expect(only({ appointments: [appointment(content())] })).toMatchObject({ kind: 'create-event' })
  })

  test('events outside the window are not imported', () => {
    const far = content({ time: at('2027-03-10T09:00:00Z', '2027-03-10T10:00:00Z') })
    expect(plan({ events: [event(far)] }).operations).toEqual([])
  })

  test('a meeting moved to another id is relinked, not deleted', () => {
    const gone = {
      kind: 'gone',
      id: 'event-1' as EventId,
      etag: '"2"',
      stamp: '2026-03-09T11:00:00.000Z',
      seriesId: null,
    } as const
    const elsewhere = event(content(), { id: 'event-9' as EventId })
    const world = { appointments: [appointment(content())], events: [gone, elsewhere], mappings: [mapping()] }
    expect(only(world)).toMatchObject({ kind: 'settle', set: { eventId: 'event-9' } })
  })

  test('R16: a single event that became a series goes on as the instance at its start', () => {
    const master = { kind: 'ignored', id: 'event-1' as EventId, etag: '"2"' } as const
    const instance = event(content(), {
      id: 'event-1_20260310' as EventId,
      seriesId: 'event-1' as EventId,
      identity: 'uid-1\n2026-03-10',
    })
    const world = { appointments: [appointment(content())], events: [master, instance], mappings: [mapping()] }
    expect(only(world)).toMatchObject({ kind: 'settle', set: { eventId: 'event-1_20260310' } })
  })
})

test('all-day in a CRM without such a column stays all-day while the shape is kept', () => {
  const allDay = content({ time: { kind: 'all-day', start: '2026-03-10', end: '2026-03-11' } as never })
  const midnight = (start: string, end: string) => rowOf(content(), { start: start as Instant, end: end as Instant })
  const linked = { events: [event(allDay, { etag: '"1"' })], mappings: [mapping({ base: allDay })] }
  const kept = appointment(content(), { row: midnight('2026-03-09T23:00:00Z', '2026-03-10T23:00:00Z') })
  expect(plan({ ...linked, appointments: [kept] }).operations).toEqual([])
  const longer = appointment(content(), { row: midnight('2026-03-09T23:00:00Z', '2026-03-11T23:00:00Z') })
  expect(only({ ...linked, appointments: [longer] })).toMatchObject({
    toCalendar: { time: { kind: 'all-day', start: '2026-03-10', end: '2026-03-12' } },
  })
  const timed = appointment(content(), { row: midnight('2026-03-10T08:00:00Z', '2026-03-10T09:00:00Z') })
  expect(only({ ...linked, appointments: [timed] })).toMatchObject({ toCalendar: { time: { kind: 'timed' } } })
})
