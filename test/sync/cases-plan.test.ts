import 'fake-indexeddb/auto'
import { describe, expect, test } from 'vitest'
import { type Content, isSameContent } from '../../lib/model/content.ts'
import type { AppointmentId, CalendarId, DeviceId, EventId, MappingId } from '../../lib/model/ids.ts'
import { type Instant, toInstant, toPlainDate } from '../../lib/model/time.ts'
import { openDatabase } from '../../lib/store/db.ts'
import { openMirror } from '../../lib/store/mirror.ts'
import { mergeFields } from '../../lib/sync/merge.ts'
import { operationKey } from '../../lib/sync/operation.ts'
import { planSync } from '../../lib/sync/plan.ts'
import type { CalendarPort } from '../../lib/sync/ports.ts'
import { pullCalendar, windowAt } from '../../lib/sync/pull.ts'
import { appointment, at, content, event, mapping, rowOf, stateOf, type World } from './build.ts'

/** Cases that the planner and the pull decide by themselves. */
const plan = (world: World) => planSync(stateOf(world))

describe('G07: two versions of one event', () => {
  const newest = event(content({ title: 'Newest' }), { stamp: '2026-03-02T00:00:00.000Z', etag: '"2"' })
  const stale = event(content({ title: 'Stale' }), { stamp: '2026-03-01T00:00:00.000Z', etag: '"1"' })

  test.each([
    ['the newest page first', [[newest], [stale]]],
    ['the stale page first', [[stale], [newest]]],
    ['both on one page', [[newest, stale]]],
  ])('%s: the newest is stored', async (name, pages) => {
    const store = openMirror(openDatabase(`versions ${name}`), 'acme ann', () => 'device' as DeviceId)
    const port: Pick<CalendarPort, 'pull'> = {
      async *pull() {
        for (const [n, events] of pages.entries()) yield { events, cursor: n === pages.length - 1 ? 'next' : null }
      },
    }
    const id = 'calendar-1' as CalendarId
    const now = '2026-03-03T00:00:00Z' as Instant
    await pullCalendar(port as CalendarPort, store, id, await store.marks(), windowAt(now))
    const stored = (await store.load()).events.get(id)?.get(newest.id)
    expect(stored).toMatchObject({ content: { title: 'Newest' } })
  })
})

describe('W02: an all-day appointment', () => {
  const days = { kind: 'all-day', start: toPlainDate('2026-03-15'), end: toPlainDate('2026-03-16') } as const
  const row = rowOf(content(), {
    start: toInstant('2026-03-14T23:00:00Z'),
    end: toInstant('2026-03-15T23:00:00Z'),
    allDay: true,
  })
  const contract = { hasAllDay: true, hasCancelled: false, readers: 'organization' } as const

  test('is created as that day, with an exclusive end', () => {
    const { operations } = plan({ appointments: [appointment(content(), { row })], contract })
    expect(operations).toMatchObject([{ kind: 'create-event', content: { time: days } }])
  })

  test('that had hours before becomes that day', () => {
    const linked = { events: [event(content(), { etag: '"1"' })], mappings: [mapping()], contract }
    const { operations } = plan({ ...linked, appointments: [appointment(content(), { row })] })
    expect(operations).toMatchObject([{ kind: 'update', toCalendar: { time: days }, toCrm: {} }])
  })
})

test('S11: two appointments that claim one event: none is deleted, one is left alone', () => {
  const second = appointment(content(), { id: 'appointment-2' as AppointmentId, externalEventId: 'event-1' })
  const world = {
    appointments: [appointment(content()), second],
    events: [event(content())],
    mappings: [mapping()],
  }
  const { operations } = plan(world)
  expect(operations.map(({ kind }) => kind)).toEqual(['create-event'])
  const both = [mapping(), mapping({ id: 'mapping-2' as MappingId, appointmentId: 'appointment-2' as AppointmentId })]
  expect(plan({ ...world, mappings: both }).operations.filter(({ kind }) => kind.startsWith('delete'))).toEqual([])
})

test('S12: events without a UID are meetings of their own', () => {
  const events = ['event-1', 'event-2'].map((id) => event(content(), { id: id as EventId, identity: id }))
  expect(plan({ events }).operations.map(({ kind }) => kind)).toEqual(['import', 'import'])
})

test('S13: a mapping whose sides are both gone closes without a word to anyone', () => {
  const gone = { id: 'event-1' as EventId, etag: '"2"', stamp: '2026-03-09T11:00:00.000Z', seriesId: null }
  const result = plan({
    appointments: [{ kind: 'gone', id: 'appointment-1' as AppointmentId, reason: 'deleted' }],
    events: [{ kind: 'gone', ...gone }],
    mappings: [mapping()],
  })
  expect(result.operations).toMatchObject([{ kind: 'settle', set: { status: 'closed' } }])
  expect([...result.waiting, ...result.looks]).toEqual([])
})

test('S19: clocks decide nothing: at the same time, earlier or later, it is the same conflict on every device', () => {
  const found = (['2026-03-09T10:00:01.000Z', '2026-03-09T11:00:00.000Z', '2026-03-09T11:59:59.999Z'] as const).flatMap(
    (stamp) =>
      (['2026-03-09T12:00:00Z', '2026-03-09T23:00:00Z'] as Instant[]).map((now) => {
        const { operations, waiting } = plan({
          now,
          appointments: [appointment(content({ title: 'Here' }))],
          events: [event(content({ title: 'There' }), { stamp })],
          mappings: [mapping()],
        })
        return JSON.stringify([operations.map((each) => each.kind === 'settle' && each.set.conflict), waiting.length])
      }),
  )
  expect(new Set(found).size).toBe(1)
  expect(found[0]).toContain('"crm":"Here"')
})

test('S24: a delimiter in a text does not make two texts one', () => {
  const a = content({ title: 'a|b', location: 'c' })
  const b = content({ title: 'a', location: 'b|c' })
  expect(isSameContent(a, b)).toBe(false)
  const keyOf = (of: Content) => plan({ appointments: [appointment(of)] }).operations.map(operationKey)
  expect(keyOf(a)).not.toEqual(keyOf(b))
  for (const text of ['|', ' ', '\n', '","', '\u001f']) {
    const [left, right] = [
      content({ title: `a${text}b`, location: 'c' }),
      content({ title: 'a', location: `b${text}c` }),
    ]
    expect(keyOf(left)).not.toEqual(keyOf(right))
  }
})

test('S25: the order of keys is no difference', () => {
  const { title, description, location, time } = content()
  const other = {
    time: { end: time.end, kind: time.kind, start: time.start } as Content['time'],
    location,
    title,
    description,
  }
  expect(isSameContent(content(), other)).toBe(true)
  const edited = { ...content({ title: 'Edited' }) }
  const input = { calendar: content(), intent: null, policy: 'ask', conflict: null, locked: [] } as const
  expect(mergeFields({ ...input, base: other, crm: edited })).toEqual(
    mergeFields({ ...input, base: content(), crm: edited }),
  )
  const world = {
    appointments: [appointment(content())],
    events: [event(other, { etag: '"1"' })],
    mappings: [mapping()],
  }
  expect(plan(world).operations).toEqual([])
  const conflict = { title: { crm: 'Here', calendar: 'There', base: 'Site visit' } }
  const asked = {
    appointments: [appointment(content({ title: 'Here' }))],
    events: [event(content({ title: 'There' }))],
    mappings: [mapping({ status: 'conflict', etag: '"2"', stamp: '2026-03-09T11:00:00.000Z' })],
  }
  const state = stateOf(asked)
  const open = { id: 'c1', mappingId: 'mapping-1' as MappingId, fields: conflict, resolution: null }
  const again = planSync({ ...state, mirror: { ...state.mirror, conflicts: new Map([[open.mappingId, open]]) } })
  expect(again.operations).toEqual([])
  expect(again.waiting).toHaveLength(1)
})

test('G21: an event that answers to a creation of ours is linked to its appointment, not imported', () => {
  const pending = mapping({
    status: 'pending',
    eventId: null,
    etag: null,
    stamp: null,
    identity: null,
    knownEventIds: [],
  })
  const marker = { mappingId: 'mapping-1' as MappingId, generation: 0 }
  const ours = event(content(), { id: 'ccsmapping-1g0' as EventId, marker })
  const { operations } = plan({ appointments: [appointment(content())], events: [ours], mappings: [pending] })
  expect(operations).toMatchObject([{ kind: 'settle', set: { eventId: ours.id, status: 'synced' } }])
})

test('W08: what is cancelled in the CRM counts as gone, and un-cancelling brings the same event back', () => {
  const contract = { hasAllDay: false, hasCancelled: true, readers: 'organization' } as const
  const cancelled = appointment(content(), { row: rowOf(content(), { isCancelled: true }) })
  const linked = { events: [event(content(), { etag: '"1"' })], mappings: [mapping()], contract }
  expect(plan({ ...linked, appointments: [cancelled] }).operations).toMatchObject([{ kind: 'delete-event' }])
  expect(plan({ ...linked, appointments: [appointment(content())] }).operations).toEqual([])
})

test('S14: a deleted appointment of an event that is only read is neither deleted there nor imported again', () => {
  const gone = { kind: 'gone', id: 'appointment-1' as AppointmentId, reason: 'deleted' } as const
  const theirs = event(content(), { readOnly: 'guest', etag: '"1"' })
  const linked = mapping({ status: 'read_only', origin: 'calendar' })
  const first = plan({ appointments: [gone], events: [theirs], mappings: [linked] })
  expect(first.operations).toMatchObject([{ kind: 'settle', set: { status: 'dismissed' } }])
  const second = plan({ appointments: [gone], events: [theirs], mappings: [{ ...linked, status: 'dismissed' }] })
  expect(second.operations).toEqual([])
})

test('S14: with calendar-wins an edit of an event that is only read stays the CRM’s own', () => {
  const later = content({ time: at('2026-03-10T11:00:00Z', '2026-03-10T12:00:00Z') })
  const theirs = event(content(), { readOnly: 'guest', etag: '"1"' })
  for (const policy of ['ask', 'crm-wins', 'calendar-wins'] as const) {
    const result = plan({
      policy,
      appointments: [appointment(later)],
      events: [theirs],
      mappings: [mapping({ status: 'read_only' })],
    })
    expect([result.operations, result.waiting]).toEqual([[], []])
  }
})
