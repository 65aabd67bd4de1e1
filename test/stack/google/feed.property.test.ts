import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { listAll, signedIn } from './api-client.ts'
import type { Body } from './event-input.ts'
import { createGoogle, type Google } from './google.ts'
import type { EventResource } from './types.ts'
import { overlaps } from './view.ts'

const ann = 'ann@example.com'
const zone = 'Europe/Berlin'
const begin = Date.UTC(2026, 2, 1)
const range = { from: begin, until: begin + 60 * 86_400_000 }
const window = { timeMin: new Date(range.from).toISOString(), timeMax: new Date(range.until).toISOString() }

type Step =
  | { readonly kind: 'add'; readonly day: number; readonly allDay: boolean; readonly rule: string | null }
  | {
      readonly kind: 'edit' | 'move' | 'delete' | 'restore' | 'turn' | 'rule'
      readonly pick: number
      readonly day: number
    }
  | {
      readonly kind: 'instance'
      readonly pick: number
      readonly what: 'edit' | 'move' | 'cancel' | 'restore'
      readonly day: number
    }
  | { readonly kind: 'token' }

const rules = [
  'RRULE:FREQ=WEEKLY;COUNT=6',
  'RRULE:FREQ=DAILY;COUNT=10',
  'RRULE:FREQ=WEEKLY',
  'RRULE:FREQ=MONTHLY;COUNT=4',
  'RRULE:FREQ=DAILY;INTERVAL=3;UNTIL=20260420T235959Z',
]
const day = fc.integer({ min: -20, max: 80 })
const pick = fc.nat({ max: 40 })
const rule = fc.constantFrom(...rules)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('add'), day, allDay: fc.boolean(), rule: fc.option(rule) }),
  fc.record({ kind: fc.constantFrom('edit', 'move', 'delete', 'restore', 'turn', 'rule'), pick, day }),
  fc.record({ kind: fc.constant('instance'), pick, what: fc.constantFrom('edit', 'move', 'cancel', 'restore'), day }),
  fc.record({ kind: fc.constant('token') }),
)

const dayAt = (offset: number) => new Date(begin + offset * 86_400_000).toISOString().slice(0, 10)
const timesOn = (offset: number, allDay: boolean): Body =>
  allDay
    ? {
        start: { date: dayAt(offset), dateTime: null, timeZone: null },
        end: { date: dayAt(offset + 1), dateTime: null, timeZone: null },
      }
    : {
        start: { dateTime: `${dayAt(offset)}T09:00:00`, timeZone: zone, date: null },
        end: { dateTime: `${dayAt(offset)}T10:00:00`, timeZone: zone, date: null },
      }

/** One thing a person does; what does not apply is left out. */
function act(google: Google, ids: string[], { ...one }: Exclude<Step, { kind: 'token' }>, count: number): void {
  if (one.kind === 'add') {
    const recurrence = one.rule === null ? {} : { recurrence: [one.rule] }
    ids.push(google.insert(ann, { summary: `event ${count}`, ...timesOn(one.day, one.allDay), ...recurrence }).id)
    return
  }
  const event = google.event(ann, ids[one.pick % Math.max(1, ids.length)] ?? '')
  if (!event) return
  if (one.kind === 'instance') {
    const instances = google
      .events(ann, 'primary', range)
      .filter(({ recurringEventId }) => recurringEventId === event.id)
    const instance = instances[one.day < 0 ? 0 : one.day % Math.max(1, instances.length)]
    if (!instance) return
    if (one.what === 'edit') google.edit(ann, instance.id, { summary: `changed ${count}` })
    if (one.what === 'move') google.edit(ann, instance.id, timesOn(one.day, false))
    if (one.what !== 'cancel' && one.what !== 'restore') return
    google.remove(ann, instance.id)
    if (one.what === 'restore') google.edit(ann, instance.id, { status: 'confirmed' })
    return
  }
  const isGone = event.status === 'cancelled'
  if (one.kind === 'restore') google.edit(ann, event.id, { status: 'confirmed' })
  else if (one.kind === 'delete' && !isGone) google.remove(ann, event.id)
  else if (one.kind === 'edit')
    google.edit(ann, event.id, { summary: `edited ${count}`, location: one.day > 30 ? null : 'Here' })
  else if (one.kind === 'move') google.edit(ann, event.id, timesOn(one.day, one.day % 3 === 0))
  else if (one.kind === 'turn') google.edit(ann, event.id, { recurrence: event.recurrence ? null : [rules[0]] })
  else if (one.kind === 'rule') google.edit(ann, event.id, { recurrence: [rules[Math.abs(one.day) % rules.length]] })
}

const isIn = (item: Body) => overlaps(item as EventResource, zone, range)

/** What a client holds after it applied a list to what it had. */
function applied(held: ReadonlyMap<string, Body>, items: readonly Body[], singleEvents: boolean): Map<string, Body> {
  const next = new Map(held)
  for (const item of items) {
    const id = String(item.id)
    next.delete(id)
    if (item.status === 'cancelled') {
      if (!singleEvents) for (const [other, was] of next) if (was.recurringEventId === id) next.delete(other)
    } else if (!singleEvents || isIn(item)) next.set(id, item)
  }
  return next
}

const sorted = (held: ReadonlyMap<string, Body>) => [...held].sort(([a], [b]) => (a < b ? -1 : 1))

describe.each([true, false])('with singleEvents=%s', (singleEvents) => {
  test('incremental lists from any token lead to what a fresh full list shows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 3, maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        async (steps, size) => {
          let now = begin
          const google = createGoogle({ now: () => new Date(now) })
          google.addPerson({ email: ann, name: 'Ann', timezone: zone })
          const call = signedIn(google, ann)
          const query = { singleEvents: String(singleEvents), maxResults: String(size) }
          const full = singleEvents ? { ...query, ...window } : query
          const tokens: { token: string; held: Map<string, Body> }[] = []
          const take = async () => {
            const { items, syncToken } = await listAll(call, 'primary', full)
            tokens.push({ token: syncToken ?? '', held: applied(new Map(), items, singleEvents) })
          }
          await take()
          const ids: string[] = []
          for (const [count, one] of steps.entries()) {
            now += 1000
            if (one.kind === 'token') await take()
            else act(google, ids, one, count)
          }
          await take()
          const fresh = sorted(tokens.at(-1)?.held ?? new Map())
          for (const { token, held } of tokens) {
            const { items } = await listAll(call, 'primary', { ...query, syncToken: token })
            expect(sorted(applied(held, items, singleEvents))).toEqual(fresh)
          }
        },
      ),
      { numRuns: 150 },
    )
  }, 60_000)
})
