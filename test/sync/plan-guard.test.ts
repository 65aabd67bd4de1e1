import { describe, expect, test } from 'vitest'
import type { AppointmentId, EventId, MappingId } from '../../lib/model/ids.ts'
import { looksLikeAccident } from '../../lib/sync/plan/guard.ts'
import { appointment, calendarId, content, event, mapping, plan, rowOf, type World } from './build.ts'

describe('guard', () => {
  test.each([
    [1, 1, false],
    [1, 2, false],
    [2, 4, true],
    [2, 3, true],
    [2, 5, false],
    [5, 100, false],
    [20, 100, false],
    [21, 100, true],
    [6, 20, true],
  ])('%i deletions of %i look like an accident: %s', (deletions, total, expected) => {
    expect(looksLikeAccident(deletions, total)).toBe(expected)
  })

  const many = (count: number, gone: number): World => {
    const ids = Array.from({ length: count }, (_, n) => n)
    return {
      appointments: ids.map((n) => appointment(content(), { id: `a${n}` as AppointmentId, row: rowOf(content()) })),
      events: ids.map((n) =>
        n < gone
          ? { kind: 'gone', id: `e${n}` as EventId, etag: '"2"', stamp: '2026-03-09T11:00:00.000Z', seriesId: null }
          : event(content(), { id: `e${n}` as EventId, identity: `u${n}\n` }),
      ),
      mappings: ids.map((n) =>
        mapping({
          id: `m${n}` as MappingId,
          appointmentId: `a${n}` as AppointmentId,
          eventId: `e${n}` as EventId,
          identity: `u${n}\n`,
        }),
      ),
    }
  }

  test('D02: 60 of 100 wait as one, and the rest of the run goes on', () => {
    const world = many(100, 60)
    const result = plan({
      ...world,
      events: [...(world.events ?? []), event(content(), { id: 'new' as EventId, identity: 'new\n' })],
    })
    expect(result.operations.map(({ kind }) => kind)).toEqual(['import'])
    expect(result.waiting).toMatchObject([{ kind: 'held', side: 'crm', total: 100 }])
    expect(result.waiting[0]).toHaveProperty('mappings.length', 60)
  })

  test('what was released passes, what was kept is brought back', () => {
    const all = new Set(Array.from({ length: 60 }, (_, n) => `m${n}` as MappingId))
    const released = plan({ ...many(100, 60), held: { released: all, kept: new Set() } })
    expect(released.operations.filter(({ kind }) => kind === 'delete-appointment')).toHaveLength(60)
    const kept = plan({ ...many(100, 60), held: { released: new Set(), kept: all } })
    expect(kept.operations.filter(({ kind }) => kind === 'recreate-event')).toHaveLength(60)
  })

  test('deletions of the last 24 hours count, on whatever device', () => {
    const recentDeletions = Array.from({ length: 5 }, (_, n) => ({ calendarId, side: 'crm' as const, unit: `r${n}` }))
    expect(plan({ ...many(20, 1), recentDeletions }).waiting).toMatchObject([{ kind: 'held' }])
    expect(plan({ ...many(20, 1) }).waiting).toEqual([])
  })

  test('R11: a whole series counts as one', () => {
    const world = many(10, 3)
    const series = {
      ...world,
      mappings: world.mappings?.map((each, n) => (n < 3 ? { ...each, identity: `series\n2026-03-1${n}` } : each)),
    }
    expect(plan(series).operations.filter(({ kind }) => kind === 'delete-appointment')).toHaveLength(3)
  })
})
