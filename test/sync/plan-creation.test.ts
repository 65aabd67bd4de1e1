import { describe, expect, test } from 'vitest'
import type { AppointmentId, EventId, MappingId } from '../../lib/model/ids.ts'
import { eventKey } from '../../lib/model/ids.ts'
import { appointment, calendarId, content, event, mapping, only, plan } from './build.ts'

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
