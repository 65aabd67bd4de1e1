import { describe, expect, test } from 'vitest'
import { fromGoogle, toGoogle } from '../../lib/calendars/google/codec.ts'
import { markerToGoogle } from '../../lib/calendars/google/key.ts'
import type { GoogleEvent } from '../../lib/calendars/google/wire.ts'
import type { MappingId } from '../../lib/model/ids.ts'
import { type Zone } from '../../lib/model/time.ts'

const own = { isWritable: true }
const shared = { isWritable: false }
const berlin = 'Europe/Berlin' as Zone
const mappingId = '3f0c2b1a-0000-4000-8000-0123456789ab' as MappingId

const meeting: GoogleEvent = {
  id: 'oj44nep1ldf8a3ll02uip0c9aa',
  etag: '"3181161784712000"',
  status: 'confirmed',
  updated: '2026-03-01T09:00:00.123Z',
  summary: 'Pricing new update',
  iCalUID: 'oj44nep1ldf8a3ll02uip0c9aa@google.com',
  start: { dateTime: '2020-01-13T16:55:00+01:00', timeZone: 'Europe/Brussels' },
  end: { dateTime: '2020-01-13T19:55:00+01:00', timeZone: 'Europe/Brussels' },
  organizer: { self: true },
  eventType: 'default',
}

function live(change: Partial<GoogleEvent> = {}, calendar = own) {
  const event = fromGoogle({ ...meeting, ...change }, calendar)
  if (event.kind !== 'live') throw new Error(`${event.kind} where a live event was expected`)
  return event
}

describe('an event from Google', () => {
  test('G01: offset and zone become UTC, markup becomes text, guests are only counted', () => {
    const event = live({
      description: '<script>alert("boom")</script><p><h1>HELLO</h1></p><ul><li>item 1</li></ul>',
      attendees: [{ self: true }, { self: false }],
    })
    expect(event.content).toEqual({
      title: 'Pricing new update',
      description: 'HELLO\n\n• item 1',
      location: '',
      time: { kind: 'timed', start: '2020-01-13T15:55:00Z', end: '2020-01-13T18:55:00Z' },
    })
    expect(event).toMatchObject({ guestCount: 1, readOnly: null, isMasked: false, marker: null, seriesId: null })
  })

  test('G02: a whole day keeps its date and its exclusive end', () => {
    expect(live({ start: { date: '2020-01-15' }, end: { date: '2020-01-16' } }).content.time).toEqual({
      kind: 'all-day',
      start: '2020-01-15',
      end: '2020-01-16',
    })
  })

  test('G03: a cancelled event has only an id, and that is enough', () => {
    expect(fromGoogle({ id: 'oj44nep1ldf8a3ll02uip0c9aa', status: 'cancelled' }, own)).toEqual({
      kind: 'gone',
      id: 'oj44nep1ldf8a3ll02uip0c9aa',
      etag: '',
      stamp: null,
      seriesId: null,
    })
  })

  test('G07: versions of one event are ordered by the stamp, milliseconds kept', () => {
    const [newest, stale] = ['2026-03-02T00:00:00.002Z', '2026-03-02T00:00:00.001Z'].map(
      (updated) => live({ updated }).stamp ?? '',
    )
    expect(newest).toBe('2026-03-02T00:00:00.002Z')
    expect((newest ?? '') > (stale ?? '')).toBe(true)
  })

  test.each(['birthday', 'workingLocation', 'somethingNew'])('G15: a %s is left alone', (eventType) => {
    expect(fromGoogle({ ...meeting, eventType }, own)).toEqual({ kind: 'ignored', id: meeting.id, etag: meeting.etag })
  })

  test.each(['focusTime', 'outOfOffice', 'fromGmail'])('G15: a %s is imported, not written', (eventType) => {
    expect(live({ eventType }).readOnly).toBe('special-type')
  })

  test('G15: an event without a type is an ordinary one', () => {
    const { eventType: _, ...untyped } = meeting
    expect(fromGoogle(untyped, own)).toMatchObject({ kind: 'live', readOnly: null })
  })

  test('G16: who may see only when others are busy gets "Busy", read-only, and why', () => {
    const { summary: _, organizer: __, ...busy } = meeting
    expect(fromGoogle(busy, shared)).toMatchObject({
      content: { title: 'Busy', description: '', location: '' },
      isMasked: true,
      readOnly: 'calendar',
    })
  })

  test('G16: an event in a calendar that is only read says so', () => {
    expect(live({}, shared)).toMatchObject({ content: { title: 'Pricing new update' }, readOnly: 'calendar' })
  })

  test.each(['transparent', 'opaque', undefined])('G17: transparency %s is not a synced field', (transparency) => {
    const event: GoogleEvent & { transparency?: string } = { ...meeting, ...(transparency ? { transparency } : {}) }
    expect(fromGoogle(event, own)).toEqual(live())
    expect(Object.keys(toGoogle(live().content, berlin))).not.toContain('transparency')
  })

  test.each([
    { crmSyncMapping: 'invalid owner id', crmSyncGeneration: '0' },
    { crmSyncMapping: mappingId, crmSyncGeneration: 'minus one' },
    { crmSyncMapping: mappingId },
    { crmSyncGeneration: '1' },
    { crmSyncMapping: `${mappingId}'; drop table`, crmSyncGeneration: '1' },
  ])('G23: a property that is not in our hand is no marker (%j)', (properties) => {
    expect(live({ extendedProperties: { private: properties as Record<string, string> } }).marker).toBeNull()
  })

  test('our own marker comes back as it was written', () => {
    const marker = { mappingId, generation: 3 }
    const extendedProperties = markerToGoogle(marker)
    expect(live(extendedProperties ? { extendedProperties } : {}).marker).toEqual(marker)
  })

  test('an event without a title has an empty one on the own calendar', () => {
    const { summary: _, ...untitled } = meeting
    expect(fromGoogle(untitled, own)).toMatchObject({ content: { title: '' }, isMasked: false })
  })

  test.each(['private', 'confidential'])('a %s event shows that the person is busy and nothing else', (visibility) => {
    const event = live({ visibility, description: 'secret', location: 'secret', summary: 'secret' })
    expect(event).toMatchObject({ isMasked: true, readOnly: 'masked' })
    expect(JSON.stringify(event)).not.toContain('secret')
    expect(event.content).toEqual({ title: 'Busy', description: '', location: '', time: live().content.time })
  })

  test.each([
    ['someone else organises it', { organizer: { self: false } }, 'guest'],
    ['someone else organises it and self is left out', { organizer: {} }, 'guest'],
    [
      'only the guest list names the organiser',
      { organizer: undefined, attendees: [{ organizer: true }, { self: true }] },
      'guest',
    ],
    ['the person organises it with guests', { attendees: [{ self: true, organizer: true }, {}] }, null],
    ['it is locked', { locked: true }, 'locked'],
  ] as const)('where %s, writing is %s', (_, change, readOnly) => {
    expect(live(change as Partial<GoogleEvent>).readOnly).toBe(readOnly)
  })

  test('rooms are no guests; a list that was cut short has some', () => {
    expect(live({ attendees: [{ self: true }, { resource: true }] }).guestCount).toBe(0)
    expect(live({ attendees: [{ self: true }, {}, {}, { resource: true }] }).guestCount).toBe(2)
    expect(live({ attendees: [{ self: true }], attendeesOmitted: true }).guestCount).toBe(1)
  })

  test.each([
    ['a series master', { recurrence: ['RRULE:FREQ=WEEKLY'] }],
    ['no start', { start: undefined }],
    ['a start of no kind', { start: {} }],
    ['a day that does not exist', { start: { date: '2026-02-30' }, end: { date: '2026-03-01' } }],
    ['a time that is none', { start: { dateTime: 'tomorrow' } }],
    ['a time without offset', { start: { dateTime: '2026-03-10T09:00:00', timeZone: 'Europe/Berlin' } }],
    ['a start and an end of two kinds', { end: { date: '2026-03-10' } }],
  ])('%s is left alone, without a crash', (_, change) => {
    expect(fromGoogle({ ...meeting, ...change }, own).kind).toBe('ignored')
  })

  test.each([
    ['empty', '2026-03-10', '2026-03-10'],
    ['inverted', '2026-03-10', '2026-03-08'],
  ])('an %s whole day is one day', (_, start, end) => {
    expect(live({ start: { date: start }, end: { date: end } }).content.time.end).toBe('2026-03-11')
  })

  test('a timed event that ends before it starts ends where it starts', () => {
    const { time } = live({ end: { dateTime: '2020-01-13T10:00:00+01:00' } }).content
    expect(time.end).toBe(time.start)
  })

  test('W25: parts of seconds are dropped', () => {
    expect(live({ start: { dateTime: '2020-01-13T14:00:00.987Z' } }).content.time.start).toBe('2020-01-13T14:00:00Z')
  })
})

describe('an instance of a series', () => {
  const instance = { recurringEventId: 'oj44', iCalUID: 'oj44@google.com' }

  test('R01: the original day tells the instances apart', () => {
    const days = ['2020-01-06', '2020-01-13', '2020-01-20'].map((date) =>
      live({
        ...instance,
        id: `oj44_${date.replaceAll('-', '')}`,
        originalStartTime: { date },
        start: { date },
        end: { date },
      }),
    )
    expect(days.map(({ identity, seriesId }) => [identity, seriesId])).toEqual([
      ['oj44@google.com\n2020-01-06', 'oj44'],
      ['oj44@google.com\n2020-01-13', 'oj44'],
      ['oj44@google.com\n2020-01-20', 'oj44'],
    ])
  })

  test('R02: the original start counts in UTC, whatever zone it is told in', () => {
    const identities = ['2020-01-06T18:00:00+01:00', '2020-01-06T17:00:00Z', '2020-01-06T09:00:00-08:00'].map(
      (dateTime) => live({ ...instance, originalStartTime: { dateTime } }).identity,
    )
    expect(new Set(identities)).toEqual(new Set(['oj44@google.com\n2020-01-06T17:00:00Z']))
  })

  test('R03: a cancelled one names its series and has no start', () => {
    const cancelled = {
      id: 'oj44_20200113',
      status: 'cancelled',
      recurringEventId: 'oj44',
      originalStartTime: { date: '2020-01-13' },
    }
    expect(fromGoogle(cancelled, own)).toMatchObject({ kind: 'gone', id: 'oj44_20200113', seriesId: 'oj44' })
  })

  test('R07: one that is moved keeps its identity and gets its new time', () => {
    const moved = live({
      ...instance,
      originalStartTime: { date: '2020-01-13' },
      start: { date: '2020-01-18' },
      end: { date: '2020-01-19' },
    })
    expect(moved.identity).toBe('oj44@google.com\n2020-01-13')
    expect(moved.content.time.start).toBe('2020-01-18')
  })

  test('a single event keeps its identity when it moves', () => {
    const later = { start: { dateTime: '2020-02-01T10:00:00Z' }, end: { dateTime: '2020-02-01T11:00:00Z' } }
    expect(live(later).identity).toBe(live().identity)
  })
})
