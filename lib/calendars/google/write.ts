import { jsonOf } from '../../http.ts'
import { isSyncError, SyncError } from '../../model/errors.ts'
import type { EventWrite, EventWriteOutcome } from '../../sync/ports.ts'
import type { OpenCalendar } from '../provider.ts'
import { type Answer, sendBatch } from './batch.ts'
import { errorOf, eventsPath, type GoogleClient, type GoogleRequest, isSuccess } from './call.ts'
import { fromGoogle, toGoogle, toGooglePatch } from './codec.ts'
import { eventIdOf, markerToGoogle } from './key.ts'
import { eventFields, type GoogleEvent } from './wire.ts'

/** Google's guide allows 1,000; 50 is what others have seen work. */
const batchSize = 50

/**
 * Each write's own outcome, in their order. Once Google asks for a pause or for the person, what is left is not sent
 * and fails with the same error.
 */
export async function writeEvents(
  client: GoogleClient,
  calendar: OpenCalendar,
  writes: readonly EventWrite[],
): Promise<readonly EventWriteOutcome[]> {
  const outcomes: EventWriteOutcome[] = []
  let stop = calendar.isWritable ? undefined : new SyncError('forbidden', 'google: this calendar is only read')
  for (let from = 0; from < writes.length; from += batchSize) {
    const chunk = writes.slice(from, from + batchSize)
    const answers = stop
      ? []
      : await send(
          client,
          chunk.map((write) => requestOf(write, calendar)),
        )
    for (const [index, write] of chunk.entries()) {
      const outcome = outcomeOf(write, answers[index] ?? stop ?? lost, calendar)
      outcomes.push(outcome)
      if (outcome.kind === 'failed' && isSyncError(outcome.error, ...pausing)) stop ??= outcome.error
    }
  }
  return outcomes
}

const pausing = ['rate-limited', 'quota-exhausted', 'auth-expired', 'needs-admin-approval'] as const
const lost = new SyncError('unavailable', 'google: no answer to this write')

async function send(client: GoogleClient, requests: readonly GoogleRequest[]): Promise<readonly Answer[]> {
  const [first] = requests
  if (!first || requests.length > 1) return sendBatch(client, requests)
  const { path, ...rest } = first
  return [await client.http({ ...rest, url: `${client.apiOrigin}${path}` }).catch(asSyncError)]
}

function asSyncError(error: unknown): SyncError {
  if (isSyncError(error)) return error
  throw error
}

/** Nobody is ever mailed: `sendUpdates=none` stands on every write, and no body can name a guest. */
function requestOf(write: EventWrite, calendar: OpenCalendar): GoogleRequest {
  const events = eventsPath(calendar.externalId)
  const query = new URLSearchParams({ sendUpdates: 'none', fields: eventFields })
  const json = { 'content-type': 'application/json' }
  switch (write.kind) {
    case 'create': {
      const body = {
        id: eventIdOf(write.key),
        ...toGoogle(write.content, calendar.timezone),
        extendedProperties: markerToGoogle(write.key),
      }
      return { method: 'POST', path: `${events}?${query}`, headers: json, body: JSON.stringify(body) }
    }
    case 'update':
      return {
        method: 'PATCH',
        path: `${events}/${encodeURIComponent(write.eventId)}?${query}`,
        headers: { ...json, 'if-match': write.etag },
        body: JSON.stringify(toGooglePatch(write.patch, calendar.timezone)),
      }
    case 'delete':
      return {
        method: 'DELETE',
        path: `${events}/${encodeURIComponent(write.eventId)}?sendUpdates=none`,
        headers: { 'if-match': write.etag },
      }
  }
}

function outcomeOf(write: EventWrite, answer: Answer, calendar: OpenCalendar): EventWriteOutcome {
  if (answer instanceof SyncError) return { kind: 'failed', error: answer }
  if (!isSuccess(answer)) return { kind: 'failed', error: errorOf(answer) }
  if (write.kind === 'delete') return { kind: 'deleted' }
  try {
    const event = fromGoogle(jsonOf(answer) as GoogleEvent, calendar)
    if (event.kind === 'live') return { kind: 'written', event }
    const code = event.kind === 'gone' ? 'not-found' : 'rejected'
    return { kind: 'failed', error: new SyncError(code, `google: the written event is ${event.kind}`) }
  } catch (error) {
    return { kind: 'failed', error: asSyncError(error) }
  }
}
