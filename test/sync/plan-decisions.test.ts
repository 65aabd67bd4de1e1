import { describe, expect, test } from 'vitest'
import type { AppointmentId, MappingId } from '../../lib/model/ids.ts'
import { planSync } from '../../lib/sync/plan.ts'
import { appointment, at, content, edited, event, mapping, plan, stateOf } from './build.ts'

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
