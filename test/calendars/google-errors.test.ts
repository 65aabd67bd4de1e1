import { describe, expect, test } from 'vitest'
import { toSyncError } from '../../lib/calendars/google/errors.ts'
import payloads from './payloads/google-errors.json' with { type: 'json' }

type Payload = { readonly status: number; readonly body: unknown }
const { source: _, ...samples } = payloads
const refusal = (status: number, reason: string) =>
  toSyncError(status, JSON.stringify({ error: { code: status, message: '', errors: [{ domain: 'x', reason }] } })).code

const meanings: Record<keyof typeof samples, string> = {
  '400_timeRangeEmpty': 'rejected',
  '401_authError': 'auth-expired',
  '403_userRateLimitExceeded': 'rate-limited',
  '403_rateLimitExceeded': 'rate-limited',
  '403_quotaExceeded': 'quota-exhausted',
  '403_forbiddenForNonOrganizer': 'forbidden',
  '404_notFound': 'not-found',
  '409_duplicate': 'duplicate',
  '409_conflict_in_batch': 'unavailable',
  '410_fullSyncRequired': 'cursor-expired',
  '410_updatedMinTooLongAgo': 'cursor-expired',
  '410_deleted': 'not-found',
  '412_conditionNotMet': 'precondition-failed',
  '429_rateLimitExceeded': 'rate-limited',
  '400_invalidSyncToken': 'cursor-expired',
  '400_invalidSequence': 'precondition-failed',
}

describe('what Google refuses', () => {
  test.each(Object.entries<Payload>(samples))('%s', (name, { status, body }) => {
    expect(toSyncError(status, JSON.stringify(body)).code).toBe(meanings[name as keyof typeof samples])
  })

  test.each([
    [403, 'rateLimitExceeded', 'rate-limited'],
    [403, 'userRateLimitExceeded', 'rate-limited'],
    [429, 'rateLimitExceeded', 'rate-limited'],
    [429, '', 'rate-limited'],
    [403, 'quotaExceeded', 'quota-exhausted'],
    [429, 'quotaExceeded', 'quota-exhausted'],
    [403, 'dailyLimitExceeded', 'quota-exhausted'],
    [403, 'variableTermLimitExceeded', 'quota-exhausted'],
    [403, 'insufficientPermissions', 'auth-expired'],
    [403, 'forbiddenForNonOrganizer', 'forbidden'],
    [403, 'requiredAccessLevel', 'forbidden'],
    [403, 'domainPolicy', 'needs-admin-approval'],
    [500, 'backendError', 'unavailable'],
    [503, '', 'unavailable'],
  ])('E04: %i %s is %s', (status, reason, code) => expect(refusal(status, reason)).toBe(code))

  test.each([403, 404, 409, 410, 412, 400])('a page of the network with %i says nothing about an event', (status) => {
    expect(toSyncError(status, '<html>Sign in to this network</html>').code).toBe('unavailable')
    expect(toSyncError(status, '').code).toBe('unavailable')
    expect(toSyncError(status, '"text"').code).toBe('unavailable')
  })

  test('429 and 5xx need no body', () => {
    expect(toSyncError(429, '').code).toBe('rate-limited')
    expect(toSyncError(502, '<html>').code).toBe('unavailable')
  })

  test('E05: keeps how long to wait', () => expect(toSyncError(429, '', 120_000).retryAfterMs).toBe(120_000))

  test('quotes nothing that a person wrote', () => {
    const body = {
      error: { code: 400, message: 'Invalid: Dinner with Ann', errors: [{ domain: 'global', reason: 'invalid' }] },
    }
    expect(toSyncError(400, JSON.stringify(body)).message).toBe('google 400 global/invalid')
  })
})
