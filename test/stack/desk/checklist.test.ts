import { expect, test } from 'vitest'
import type { BothSides, Meeting } from '../story/both-sides.ts'
import { newChecklist, observe, type Sight, type StepId } from './checklist.ts'

const meeting = (id: string, title: string): Meeting => ({
  id,
  title,
  description: '',
  location: '',
  start: '2026-03-10T09:00:00Z',
  end: '2026-03-10T10:00:00Z',
  isPast: false,
  isPrivate: false,
})

const sight = (sides: BothSides, others: Partial<Sight> = {}): Sight => ({
  isCrmSignedIn: true,
  isExtensionSignedIn: true,
  isConnected: true,
  isConsented: true,
  sides,
  automaticRuns: 0,
  runsSinceKill: null,
  ...others,
})

const link = { appointmentId: 'a1', eventId: 'e1' }
const equal: BothSides = { appointments: [meeting('a1', 'Visit')], events: [meeting('e1', 'Visit')], links: [link] }
const nothing: BothSides = { appointments: [], events: [], links: [] }

/** The steps that tick while these sights pass by, beyond what an equal pair after the first sync has ticked. */
function ticked(...sights: Sight[]): StepId[] {
  const before = observe(newChecklist, sight(equal))
  const after = sights.reduce(observe, observe(before, sight(equal)))
  return after.done.filter((id) => !before.done.includes(id))
}

test('nothing is ticked before anything happened', () => {
  const start = { isCrmSignedIn: false, isExtensionSignedIn: false, isConnected: false, isConsented: false }
  expect(observe(newChecklist, sight(nothing, start)).done).toEqual([])
})

test('the first sync is done only when every meeting stands equal on both sides', () => {
  const half = { ...equal, events: [...equal.events, meeting('e2', 'Lunch')] }
  expect(observe(newChecklist, sight(half)).done).not.toContain('first-sync')
  expect(observe(newChecklist, sight(equal)).done).toContain('first-sync')
})

test('an edit counts for the side it began on, once it has arrived on the other', () => {
  const editedInCrm = { ...equal, appointments: [meeting('a1', 'Visit with plans')] }
  const arrived = { ...editedInCrm, events: [meeting('e1', 'Visit with plans')] }
  expect(ticked(sight(editedInCrm))).toEqual([])
  expect(ticked(sight(editedInCrm), sight(arrived))).toEqual(['edit-crm'])
  const editedInCalendar = { ...equal, events: [meeting('e1', 'Visit with plans')] }
  expect(ticked(sight(editedInCalendar), sight(arrived))).toEqual(['edit-calendar'])
})

test('an addition counts for the side where it stood alone', () => {
  const added = { ...equal, events: [...equal.events, meeting('e2', 'Lunch')] }
  const arrived = {
    appointments: [...equal.appointments, meeting('a2', 'Lunch')],
    events: added.events,
    links: [link, { appointmentId: 'a2', eventId: 'e2' }],
  }
  expect(ticked(sight(added), sight(arrived))).toEqual(['add-calendar'])
})

test('a deletion counts for the side that lost it first', () => {
  const goneFromCrm = { ...equal, appointments: [] }
  expect(ticked(sight(goneFromCrm), sight(nothing))).toEqual(['delete-crm'])
  const goneFromCalendar = { ...equal, events: [] }
  expect(ticked(sight(goneFromCalendar), sight(nothing))).toEqual(['delete-calendar'])
})

test('the alarm and the healing count only when both sides are equal again', () => {
  const apart = { ...equal, events: [meeting('e1', 'Other')] }
  expect(ticked(sight(apart, { automaticRuns: 1, runsSinceKill: 1 }))).toEqual([])
  expect(ticked(sight(equal, { automaticRuns: 1 }))).toEqual(['by-itself'])
  expect(ticked(sight(equal, { runsSinceKill: 1 }))).toEqual(['heal'])
})

test('a private event lends the CRM only its times', () => {
  const masked = {
    ...equal,
    appointments: [meeting('a1', 'Busy')],
    events: [{ ...meeting('e1', 'Doctor'), isPrivate: true }],
  }
  expect(observe(newChecklist, sight(masked)).done).toContain('first-sync')
})
