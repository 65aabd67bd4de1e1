import { isSyncError } from '../../model/errors.ts'
import type { CalendarPort } from '../../sync/ports.ts'
import type { OpenCalendar } from '../provider.ts'
import { callGoogle, eventsPath, type GoogleClient } from './call.ts'
import { canonicalize } from './canonical.ts'
import { fromGoogle } from './codec.ts'
import { eventIdOf } from './key.ts'
import { pullEvents } from './pull.ts'
import { eventFields, type GoogleEvent } from './wire.ts'
import { writeEvents } from './write.ts'

/** One Google calendar as the sync sees it. */
export const openGoogleCalendar = (client: GoogleClient, calendar: OpenCalendar): CalendarPort => ({
  pull: (cursor, window) => pullEvents(client, calendar, cursor, window),
  async get(eventId) {
    const path = `${eventsPath(calendar.externalId)}/${encodeURIComponent(eventId)}?fields=${eventFields}`
    try {
      return fromGoogle(await callGoogle<GoogleEvent>(client, { method: 'GET', path }), calendar)
    } catch (error) {
      if (isSyncError(error, 'not-found')) return null
      throw error
    }
  },
  eventIdOf,
  write: (writes) => writeEvents(client, calendar, writes),
  canonicalize,
})
