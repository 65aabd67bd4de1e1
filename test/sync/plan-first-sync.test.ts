import { describe, expect, test } from 'vitest'
import type { EventId } from '../../lib/model/ids.ts'
import { operationKey } from '../../lib/sync/operation.ts'
import { appointment, calendarId, content, event, plan } from './build.ts'

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
