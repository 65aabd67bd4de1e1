import type { Calendar } from './calendar.ts'
import { fullFeed } from './feed.ts'
import type { EventResource } from './types.ts'
import { always, type Range } from './view.ts'

/** What stands in a calendar: without range single events, series and exceptions; inside a range single events and instances. */
export function eventsOf(calendar: Calendar, range?: Range): EventResource[] {
  return fullFeed(calendar, { singleEvents: range !== undefined, range: range ?? always }, calendar.head)
    .map(({ resource }) => resource)
    .filter(({ status }) => status !== 'cancelled')
}
