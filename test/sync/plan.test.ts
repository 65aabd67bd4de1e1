import { describe, expect, test } from 'vitest'
import type { AppointmentId, EventId, MappingId } from '../../lib/model/ids.ts'
import { eventKey } from '../../lib/model/ids.ts'
import type { Instant } from '../../lib/model/time.ts'
import { type Operation, operationKey } from '../../lib/sync/operation.ts'
import { looksLikeAccident } from '../../lib/sync/plan/guard.ts'
import { planSync } from '../../lib/sync/plan.ts'
import { appointment, at, calendarId, content, event, mapping, rowOf, stateOf, type World } from './build.ts'

const plan = (world: World) => planSync(stateOf(world))
const only = (world: World): Operation | undefined => {
  const { operations } = plan(world)
  expect(operations.length).toBeLessThanOrEqual(1)
  return operations[0]
}

const edited = content({ title: 'Site visit with plans' })

describe('echoes and old news', () => {
  test('S01 S22: our own version with a new etag writes nothing', () => {
    const world = {
      appointments: [appointment(edited)],
      events: [event(edited)],
      mappings: [mapping({ base: edited })],
    }
    expect(plan(world).operations).toEqual([])
  })

  test('S09: a new etag with the same content is no edit', () => {
    const world = { appointments: [appointment(content())], events: [event(content())], mappings: [mapping()] }
    expect(plan(world).operations).toEqual([])
  })

  test('a version stamped before the settled one is not an edit', () => {
    const old = event(content(), { stamp: '2026-03-09T09:00:00.000Z', etag: '"0"' })
    const settled = mapping({ base: edited, etag: '"1"', stamp: '2026-03-09T10:00:00.000Z' })
    expect(plan({ appointments: [appointment(edited)], events: [old], mappings: [settled] }).operations).toEqual([])
  })

  test('where the stamp does not decide, the event is read first', () => {
    const same = event(edited, { stamp: '2026-03-09T10:00:00.000Z' })
    const world = { appointments: [appointment(content())], events: [same], mappings: [mapping()] }
    expect(plan(world).looks).toEqual([{ calendarId, eventId: 'event-1' }])
    const looked = new Map([[eventKey(calendarId, 'event-1' as EventId), same]])
    expect(only({ ...world, looked })).toMatchObject({ kind: 'update', toCrm: { title: edited.title } })
  })

  test('absence is not a deletion until a read confirms it', () => {
    const world = { appointments: [appointment(content())], events: [], mappings: [mapping()] }
    expect(plan(world)).toMatchObject({ operations: [], looks: [{ eventId: 'event-1' }] })
    const looked = new Map([[eventKey(calendarId, 'event-1' as EventId), null]])
    expect(only({ ...world, looked })).toMatchObject({ kind: 'delete-appointment' })
  })

  test('D04: nothing is decided about a calendar whose pull did not finish', () => {
    const state = stateOf({ appointments: [appointment(content())], events: [], mappings: [mapping()] })
    const calendars = new Map([...state.calendars].map(([id, planned]) => [id, { ...planned, isPulled: false }]))
    expect(planSync({ ...state, calendars })).toMatchObject({ operations: [], looks: [] })
  })
})

describe('intents', () => {
  const intent = { kind: 'update', patch: { title: edited.title } } as const

  test('a value we were about to write is not a person’s edit', () => {
    const world = { appointments: [appointment(edited)], events: [event(edited)], mappings: [mapping({ intent })] }
    expect(only(world)).toMatchObject({ kind: 'settle', set: { base: edited } })
  })

  test('the CRM went back while our write was in flight: the CRM’s value is written again', () => {
    const world = { appointments: [appointment(content())], events: [event(edited)], mappings: [mapping({ intent })] }
    expect(only(world)).toMatchObject({ kind: 'update', toCalendar: { title: 'Site visit' }, toCrm: {} })
  })

  test('a missing event under a deletion intent is re-created when the appointment is back', () => {
    const gone = {
      kind: 'gone',
      id: 'event-1' as EventId,
      etag: '"2"',
      stamp: '2026-03-09T11:00:00.000Z',
      seriesId: null,
    } as const
    const world = {
      appointments: [appointment(content())],
      events: [gone],
      mappings: [mapping({ intent: { kind: 'delete' } })],
    }
    expect(only(world)).toMatchObject({ kind: 'recreate-event', reason: 'back-in-scope' })
  })
})

describe('creation', () => {
  const pending = mapping({
    status: 'pending',
    eventId: null,
    etag: null,
    stamp: null,
    identity: null,
    knownEventIds: [],
  })
  const ourId = 'ccsmapping-1g0' as EventId

  test('a pending mapping without its event sends the same creation again', () => {
    expect(only({ appointments: [appointment(content())], mappings: [pending] })).toMatchObject({
      kind: 'resume-create',
    })
  })

  test('a pending mapping whose event is there settles on it and keeps the recorded content as base', () => {
    const events = [event(content({ title: 'Edited since' }), { id: ourId })]
    const operation = only({ appointments: [appointment(content())], events, mappings: [pending] })
    expect(operation).toMatchObject({ kind: 'settle', set: { eventId: ourId, status: 'synced' } })
    expect(operation).not.toHaveProperty('set.base')
  })

  test('W05: created and deleted before the first sync does nothing', () => {
    const gone = { kind: 'gone', id: 'appointment-1' as AppointmentId, reason: 'deleted' } as const
    expect(plan({ appointments: [gone] }).operations).toEqual([])
  })

  test('an event of a closed mapping that never settled on it came late and goes', () => {
    const closed = mapping({ status: 'closed', eventId: null, knownEventIds: [] })
    const late = event(content(), { id: ourId, marker: { mappingId: 'mapping-1' as MappingId, generation: 0 } })
    expect(only({ events: [late], mappings: [closed] })).toMatchObject({ kind: 'delete-event', reason: 'created-late' })
  })

  test('an event a closed mapping had settled on was restored: read, then imported anew', () => {
    const closed = mapping({ status: 'closed' })
    const restored = event(content())
    expect(plan({ events: [restored], mappings: [closed] })).toMatchObject({
      operations: [],
      looks: [{ eventId: 'event-1' }],
    })
    const looked = new Map([[eventKey(calendarId, 'event-1' as EventId), restored]])
    expect(only({ events: [restored], mappings: [closed], looked })).toMatchObject({ kind: 'import' })
  })

  test('D11: a copied event with our marker under another id is a new event', () => {
    const copy = event(content(), {
      id: 'copy-1' as EventId,
      identity: 'uid-2\n',
      marker: { mappingId: 'mapping-1' as MappingId, generation: 0 },
    })
    const world = { appointments: [appointment(content())], events: [event(content()), copy], mappings: [mapping()] }
    expect(only(world)).toMatchObject({ kind: 'import', event: { id: 'copy-1' } })
  })

  test('a dismissed mapping is neither imported again nor propagated', () => {
    const gone = { kind: 'gone', id: 'appointment-1' as AppointmentId, reason: 'deleted' } as const
    const dismissed = mapping({ status: 'dismissed', origin: 'calendar' })
    expect(plan({ appointments: [gone], events: [event(content())], mappings: [dismissed] }).operations).toEqual([])
  })

  test('the same meeting in two calendars is one appointment', () => {
    const twin = event(content(), { id: 'twin' as EventId })
    expect(only({ events: [event(content()), twin] })).toMatchObject({ kind: 'import' })
  })
})

describe('what a person has to decide', () => {
  const moved = content({ time: at('2026-03-10T11:00:00Z', '2026-03-10T12:00:00Z') })

  test('a new time of an event with guests waits, a new title goes', () => {
    const both = { ...moved, title: 'New title' }
    const result = plan({
      appointments: [appointment(both)],
      events: [event(content(), { guestCount: 3 })],
      mappings: [mapping()],
    })
    expect(result.operations).toMatchObject([
      { kind: 'update', toCalendar: { title: 'New title' }, keptFields: ['time'] },
    ])
    expect(result.waiting).toMatchObject([{ kind: 'guests', change: 'edit', guestCount: 3 }])
  })

  test('a deletion of an event with guests waits', () => {
    const gone = { kind: 'gone', id: 'appointment-1' as AppointmentId, reason: 'deleted' } as const
    const result = plan({
      appointments: [gone],
      events: [event(content(), { guestCount: 1, etag: '"1"' })],
      mappings: [mapping()],
    })
    expect(result).toMatchObject({ operations: [], waiting: [{ kind: 'guests', change: 'delete' }] })
  })

  test('G16 S14: a read-only event never conflicts and is never written', () => {
    const guest = event(content({ title: 'Theirs' }), { readOnly: 'guest' })
    const result = plan({
      appointments: [appointment(edited)],
      events: [guest],
      mappings: [mapping({ status: 'read_only' })],
    })
    expect(result.operations).toMatchObject([{ kind: 'settle', set: { base: { title: 'Theirs' } } }])
    expect(result.waiting).toEqual([])
  })

  test('an exported event that a person made private keeps its texts in the CRM and still follows its time', () => {
    const hidden = content({ title: 'Busy', location: '', time: moved.time })
    const masked = event(hidden, { isMasked: true, readOnly: 'masked' })
    const later = plan({ appointments: [appointment(content())], events: [masked], mappings: [mapping()] })
    expect(later.operations).toMatchObject([{ kind: 'update', toCrm: { time: moved.time }, toCalendar: {} }])
    expect(Object.keys((later.operations[0] as { toCrm: object }).toCrm)).toEqual(['time'])
  })

  test('P01: an imported event that became private is scrubbed in the CRM', () => {
    const masked = event(content({ title: 'Busy', location: '' }), { isMasked: true, readOnly: 'masked' })
    const imported = mapping({ origin: 'calendar' })
    const result = plan({ appointments: [appointment(content())], events: [masked], mappings: [imported] })
    expect(result.operations).toMatchObject([
      { kind: 'update', toCrm: { title: 'Busy', location: '' }, set: { isMasked: true } },
    ])
  })

  test('a choice counts while both values are the ones the person saw', () => {
    const world = {
      appointments: [appointment(edited)],
      events: [event(content({ title: 'Kitchen' }))],
      mappings: [mapping({ status: 'conflict' })],
    }
    const withChoice = (calendar: string) => {
      const fields = { title: { base: 'Site visit', crm: edited.title, calendar } }
      const conflict = { id: 'c1', mappingId: 'mapping-1' as MappingId, fields, resolution: { title: 'crm' } } as const
      const state = stateOf(world)
      return planSync({ ...state, mirror: { ...state.mirror, conflicts: new Map([[conflict.mappingId, conflict]]) } })
    }
    expect(withChoice('Kitchen').operations).toMatchObject([
      { kind: 'update', toCalendar: { title: edited.title }, set: { conflict: null } },
    ])
    expect(withChoice('Cellar').waiting).toMatchObject([{ kind: 'conflict' }])
  })
})

describe('scope', () => {
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

describe('first sync', () => {
  const calendar = { consentedAt: null }
  const world = {
    appointments: [appointment(content())],
    events: [event(content({ title: '  site VISIT ' }), { identity: 'u2\n' })],
    calendar,
  }

  test('D13: nothing is done before a yes; evident pairs are links', () => {
    const result = plan(world)
    expect(result.operations).toEqual([])
    expect(result.first?.planned.map(({ kind }) => kind)).toEqual(['link'])
  })

  test('what was agreed on is done, what appeared since asks again', () => {
    const keys = plan(world).first?.planned.map(operationKey) ?? []
    const consent = { calendars: new Set([calendarId]), operations: new Set(keys), pairs: new Set<string>() }
    const grown = {
      ...world,
      events: [...world.events, event(content({ title: 'New' }), { id: 'new' as EventId, identity: 'u3\n' })],
      consent,
    }
    const result = plan(grown)
    expect(result.operations.map(({ kind }) => kind)).toEqual(['link'])
    expect(result.first?.planned.map(({ kind }) => kind)).toEqual(['import'])
  })

  test('a pair at the same time whose titles share a word is a question', () => {
    const similar = { ...world, events: [event(content({ title: 'Visit Müller' }), { identity: 'u2\n' })] }
    expect(plan(similar).first?.doubtful).toHaveLength(1)
    expect(
      plan(similar)
        .first?.planned.map(({ kind }) => kind)
        .toSorted(),
    ).toEqual(['create-event', 'import'])
  })

  test('the CRM’s own note of the event id is evidence enough', () => {
    const noted = appointment(content({ title: 'Quite different' }), { externalEventId: 'event-1' })
    expect(plan({ ...world, appointments: [noted] }).first?.planned).toMatchObject([{ kind: 'link' }])
  })
})

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
