import type { calendar_v3 } from '@googleapis/calendar'
import { expect, expectTypeOf, test } from 'vitest'
import {
  eventFields,
  type GoogleCalendar,
  type GoogleCalendarPage,
  type GoogleErrorBody,
  type GoogleEvent,
  type GoogleEventPage,
  type GoogleTime,
} from '../../lib/calendars/google/wire.ts'
import { ann, apiOrigin, createAnn } from './google-seat.ts'

/** Google's types allow null everywhere; answers have none. */
type WithoutNull<T> = T extends readonly (infer Item)[]
  ? readonly WithoutNull<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: WithoutNull<NonNullable<T[Key]>> | Extract<T[Key], undefined> }
    : NonNullable<T>

test('our wire types are parts of the official ones', () => {
  expectTypeOf<Exclude<keyof GoogleEvent, keyof calendar_v3.Schema$Event>>().toBeNever()
  expectTypeOf<Exclude<keyof GoogleTime, keyof calendar_v3.Schema$EventDateTime>>().toBeNever()
  expectTypeOf<Exclude<keyof GoogleEventPage, keyof calendar_v3.Schema$Events>>().toBeNever()
  expectTypeOf<Exclude<keyof GoogleCalendar, keyof calendar_v3.Schema$CalendarListEntry>>().toBeNever()
  expectTypeOf<Exclude<keyof GoogleCalendarPage, keyof calendar_v3.Schema$CalendarList>>().toBeNever()
  expectTypeOf<WithoutNull<calendar_v3.Schema$Event>>().toExtend<Partial<GoogleEvent>>()
  expectTypeOf<WithoutNull<calendar_v3.Schema$CalendarListEntry>>().toExtend<Partial<GoogleCalendar>>()
  expectTypeOf<GoogleErrorBody>().toHaveProperty('error')
})

test('what is asked for is what the type has, and guests are not named', async () => {
  const google = createAnn()
  const { id } = google.insert(ann, {
    summary: 'Site visit',
    start: { date: '2026-03-10' },
    end: { date: '2026-03-11' },
    attendees: [{ email: ann }, { email: 'ben@example.com', displayName: 'Ben' }],
    extendedProperties: { private: { a: '1' }, shared: { b: '2' } },
    reminders: { useDefault: true },
  })
  const reply = await google.fetch(`${apiOrigin}/calendar/v3/calendars/primary/events/${id}?fields=${eventFields}`, {
    headers: { authorization: `Bearer ${google.tokenFor(ann)}` },
  })
  const event = await reply.json()
  expect(event).toMatchObject({
    summary: 'Site visit',
    organizer: { self: true },
    extendedProperties: { private: { a: '1' } },
  })
  expect(event.attendees).toHaveLength(2)
  expect(JSON.stringify(event.attendees)).not.toContain('example.com')
  expect(JSON.stringify(event)).not.toMatch(/shared|reminders|creator/)
})
