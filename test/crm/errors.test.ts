import { describe, expect, test } from 'vitest'
import { parseLeaseAnswer } from '../../lib/crm/commit.ts'
import { translate } from '../../lib/crm/errors.ts'
import { parsePull } from '../../lib/crm/pull.ts'

const failure = { status: 400, code: 'P0001', message: '' }

const wait = (retryAfter: string) =>
  translate({ ...failure, status: 429, retryAfter, now: Date.parse('2026-03-01T10:00:00Z') }).retryAfterMs

describe('what a failure of the Data API means', () => {
  test.each([
    ['PGRST202', 404, 'not-set-up'],
    ['PGRST205', 404, 'not-set-up'],
    ['42883', 404, 'not-set-up'],
    ['42P01', 404, 'not-set-up'],
    ['PGRST301', 401, 'auth-expired'],
    ['PGRST303', 401, 'auth-expired'],
    ['', 401, 'auth-expired'],
    ['42501', 403, 'forbidden'],
    ['42501', 401, 'auth-expired'],
    ['', 403, 'forbidden'],
    ['57014', 500, 'unavailable'],
    ['40P01', 500, 'unavailable'],
    ['PGRST000', 503, 'unavailable'],
    ['', 0, 'unavailable'],
    ['', 502, 'unavailable'],
    ['', 404, 'unavailable'],
    ['', 200, 'unavailable'],
    ['', 429, 'rate-limited'],
    ['23514', 400, 'rejected'],
  ])('%s with status %i: %s', (code, status, meaning) => {
    expect(translate({ status, code, message: 'permission denied for "Secret title"' }).code).toBe(meaning)
  })

  test.each([
    ['no-organization', 'no-organization'],
    ['not-found', 'not-found'],
    ['not-set-up: there is no table public.appointments', 'not-set-up'],
  ])('our own word "%s"', (message, meaning) => {
    expect(translate({ ...failure, message }).code).toBe(meaning)
  })

  test('the text of the database, which can carry values, is not repeated; what is missing is', () => {
    expect(translate({ ...failure, message: 'value "Dinner with Ben" too long' }).message).toBe('CRM: status 400 P0001')
    expect(translate({ ...failure, message: 'not-set-up: relation "x" with "Dinner"' }).message).toBe(
      'CRM: status 400 P0001',
    )
    expect(translate({ ...failure, message: 'not-set-up: there is no table public.appointments' }).message).toContain(
      'public.appointments',
    )
  })

  test('E05: Retry-After in seconds, parts of them, and as a date', () => {
    expect(wait('120')).toBe(120_000)
    expect(wait('0.05')).toBe(50)
    expect(wait('Sun, 01 Mar 2026 10:00:30 GMT')).toBe(30_000)
    expect(wait('Sun, 01 Mar 2026 09:00:00 GMT')).toBe(0)
    expect(wait('soon')).toBeUndefined()
  })
})

describe('an answer that is not of our functions', () => {
  test.each([[[]], [null], ['<html>'], [{}], [42]])('%j is unavailable, never an empty database', (answer) => {
    expect(() => parsePull(answer)).toThrow(expect.objectContaining({ code: 'unavailable' }))
    expect(() => parseLeaseAnswer(answer)).toThrow(expect.objectContaining({ code: 'unavailable' }))
  })
})
