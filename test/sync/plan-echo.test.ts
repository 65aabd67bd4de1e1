import { describe, expect, test } from 'vitest'
import type { EventId } from '../../lib/model/ids.ts'
import { eventKey } from '../../lib/model/ids.ts'
import { planSync } from '../../lib/sync/plan.ts'
import { appointment, calendarId, content, edited, event, mapping, only, plan, stateOf } from './build.ts'

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

  test('a version stamped before the settled one is not an edit, and costs no read', () => {
    const old = event(content(), { stamp: '2026-03-09T09:00:00.000Z', etag: '"0"' })
    const settled = mapping({ base: edited, etag: '"1"', stamp: '2026-03-09T10:00:00.000Z' })
    const world = { appointments: [appointment(edited)], events: [old], mappings: [settled] }
    expect(plan(world)).toMatchObject({ operations: [], looks: [] })
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
