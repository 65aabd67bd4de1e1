import { describe, expect, test } from 'vitest'
import type { Policy } from '../../lib/model/account.ts'
import type { MirroredAppointment } from '../../lib/model/appointment.ts'
import type { MirroredEvent } from '../../lib/model/event.ts'
import type { AppointmentId, EventId, UserId } from '../../lib/model/ids.ts'
import { planSync } from '../../lib/sync/plan.ts'
import { appointment, content, event, mapping, stateOf } from './build.ts'

/** The decision table of the README, every cell under every policy. */

type Crm = 'unchanged' | 'edited' | 'gone' | 'left'
type CalendarState = 'unchanged' | 'edited elsewhere' | 'edited same' | 'edited equal' | 'gone' | 'unknown'

const crmStates: Record<Crm, MirroredAppointment> = {
  unchanged: appointment(content()),
  edited: appointment(content({ title: 'Site visit with plans' })),
  gone: { kind: 'gone', id: 'appointment-1' as AppointmentId, reason: 'deleted' },
  left: appointment(content(), { ownerId: 'ben' as UserId }),
}

const calendarStates: Record<CalendarState, MirroredEvent | null> = {
  unchanged: event(content(), { etag: '"1"' }),
  'edited elsewhere': event(content({ location: 'Kitchen' })),
  'edited same': event(content({ title: 'Kitchen visit' })),
  'edited equal': event(content({ title: 'Site visit with plans' })),
  gone: { kind: 'gone', id: 'event-1' as EventId, etag: '"2"', stamp: '2026-03-09T11:00:00.000Z', seriesId: null },
  unknown: null,
}

const outside = content({
  time: { kind: 'timed', start: '2027-03-10T09:00:00Z' as never, end: '2027-03-10T10:00:00Z' as never },
})

function act(crm: Crm, calendar: CalendarState, policy: Policy): string {
  const isUnknown = calendar === 'unknown'
  const base = isUnknown ? outside : content()
  const inCrm = crmStates[crm]
  const moved =
    inCrm.kind === 'live' && isUnknown
      ? appointment({ ...outside, title: inCrm.row.title ?? '' }, { ownerId: inCrm.ownerId })
      : inCrm
  const known = calendarStates[calendar]
  const state = stateOf({ appointments: [moved], events: known ? [known] : [], mappings: [mapping({ base })], policy })
  const plan = planSync(state)
  const done = plan.operations.map((operation) => {
    if (operation.kind === 'settle') return `settle ${operation.set.status ?? 'base'}`
    if (operation.kind !== 'update') return operation.kind
    const side = (name: string, patch: object) => Object.keys(patch).map((field) => `${name} ${field}`)
    return [...side('event', operation.toCalendar), ...side('appointment', operation.toCrm)].join(' + ')
  })
  const looks = plan.looks.map(() => 'look')
  const waits = plan.waiting.map(({ kind }) => kind)
  return [...done, ...looks, ...waits].join(', ') || 'nothing'
}

const table: readonly [Crm, CalendarState, ask: string, crmWins: string, calendarWins: string][] = [
  ['unchanged', 'unchanged', 'nothing', 'nothing', 'nothing'],
  ['unchanged', 'edited same', 'appointment title', 'appointment title', 'appointment title'],
  ['unchanged', 'gone', 'delete-appointment', 'delete-appointment', 'delete-appointment'],
  ['unchanged', 'unknown', 'nothing', 'nothing', 'nothing'],
  ['edited', 'unchanged', 'event title', 'event title', 'event title'],
  ['edited', 'edited equal', 'settle base', 'settle base', 'settle base'],
  [
    'edited',
    'edited elsewhere',
    'event title + appointment location',
    'event title + appointment location',
    'event title + appointment location',
  ],
  ['edited', 'edited same', 'settle conflict, conflict', 'event title', 'appointment title'],
  ['edited', 'gone', 'recreate-event', 'recreate-event', 'delete-appointment'],
  ['edited', 'unknown', 'look', 'look', 'look'],
  ['gone', 'unchanged', 'delete-event', 'delete-event', 'delete-event'],
  ['gone', 'edited same', 'settle closed', 'delete-event', 'settle closed'],
  ['gone', 'gone', 'settle closed', 'settle closed', 'settle closed'],
  ['gone', 'unknown', 'look', 'look', 'look'],
  ['left', 'unchanged', 'delete-event', 'delete-event', 'delete-event'],
  ['left', 'edited same', 'delete-event', 'delete-event', 'delete-event'],
  ['left', 'gone', 'settle closed', 'settle closed', 'settle closed'],
  ['left', 'unknown', 'look', 'look', 'look'],
]

describe('decision table', () => {
  test.each(table)('S04 S05 S06 S07: CRM %s, calendar %s', (crm, calendar, ask, crmWins, calendarWins) => {
    expect(act(crm, calendar, 'ask')).toBe(ask)
    expect(act(crm, calendar, 'crm-wins')).toBe(crmWins)
    expect(act(crm, calendar, 'calendar-wins')).toBe(calendarWins)
  })
})
