import { globSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { needWords } from '../../components/needs-words.ts'
import { runLine, summary } from '../../components/run-words.ts'
import { statusOf } from '../../components/status-of.ts'
import type { RunId } from '../../lib/model/ids.ts'
import { noCounts, type Run } from '../../lib/model/run.ts'
import { toInstant } from '../../lib/model/time.ts'
import { noOverview } from '../../lib/store/views.ts'
import { clock, direction, duration, list, moment, plural, quote, roughly, startOf, word } from '../../lib/words.ts'
import { google, needs, states } from './popup-states.ts'

const messages: Record<string, { message: string; description: string }> = JSON.parse(
  readFileSync(new URL('../../public/_locales/en/messages.json', import.meta.url), 'utf8'),
)
let uiLanguage = 'en-GB'

const run = (part: Partial<Run>): Run => ({
  id: 'run' as RunId,
  trigger: 'auto',
  status: 'success',
  startedAt: toInstant('2026-11-24T14:00:00Z'),
  finishedAt: toInstant('2026-11-24T14:00:02Z'),
  counts: noCounts,
  errorCodes: [],
  ...part,
})

beforeEach(() => {
  uiLanguage = 'en-GB'
  vi.stubGlobal('chrome', {
    i18n: {
      getUILanguage: () => uiLanguage,
      getMessage: (key: string, values: readonly string[]) =>
        (messages[key]?.message ?? '').replaceAll(/\$(\d)/g, (_, n) => values[Number(n) - 1] ?? ''),
    },
  })
})
afterEach(() => vi.unstubAllGlobals())

describe('the messages file', () => {
  test('every sentence is described, and none holds what Chrome would take for a named placeholder', () => {
    for (const [key, { message, description }] of Object.entries(messages)) {
      expect(description, key).not.toBe('')
      expect(message, key).not.toMatch(/\$[a-z0-9_@]+\$/i)
      expect(message, key).not.toBe('')
    }
  })

  test('no sentence pleads, shouts or shows a code', () => {
    const all = Object.values(messages).map(({ message }) => message)
    expect(all.filter((message) => /\b(please|oops)\b|!|\b(HTTP|[45]\d\d)\b/i.test(message))).toEqual([])
  })

  test('each plural has both forms', () => {
    const stems = Object.keys(messages).flatMap((key) => (key.endsWith('_one') ? [key.slice(0, -'_one'.length)] : []))
    expect(stems.filter((stem) => !messages[`${stem}_other`])).toEqual([])
  })

  test('what the popup and options say is in the file, no sentence is written in the code', () => {
    const files = globSync('{components,entrypoints/popup,entrypoints/options}/**/*.tsx')
    expect(files.length).toBeGreaterThan(20)
    const written = files.flatMap((file) => readFileSync(file, 'utf8').match(/>[A-Z][a-z]+( [a-z]+)+</g) ?? [])
    expect(written).toEqual([])
  })
})

describe('words', () => {
  test('fill their places in order and count in words', () => {
    expect(word('st_run_n', 1240, 10_000)).toBe('Syncing… 1,240 of 10,000')
    expect(plural('st_needs', 1)).toBe('1 thing needs you')
    expect(plural('st_needs', 4)).toBe('4 things need you')
    expect(list(['3 imported', '2 exported', '1 updated'])).toBe('3 imported, 2 exported, 1 updated')
  })

  test('an old time carries its day', () => {
    const now = new Date(2026, 10, 24, 14, 20)
    expect(moment(new Date(2026, 10, 24, 14, 5).toISOString(), now)).toBe('14:05')
    expect(moment(new Date(2026, 10, 23, 14, 5).toISOString(), now)).toMatch(/^Mon,? 23 Nov,? (at )?14:05$/)
    expect(startOf('2026-11-25')).toMatch(/^Wed,? 25 Nov$/)
  })

  test('durations are said as one would, guesses in steps', () => {
    expect(duration(4100)).toBe('4 seconds')
    expect(duration(119_000)).toBe('2 minutes')
    expect(roughly(11_000)).toBe('20 seconds')
    expect(roughly(1)).toBe('10 seconds')
  })

  test('a browser in another language keeps the sentences whole: their language, their direction, its clock', () => {
    uiLanguage = 'ar'
    expect(direction()).toBe('ltr')
    expect(word('st_run_n', 1, 2)).toBe('Syncing… 1 of 2')
  })

  test('quoted names are isolated from the sentence around them', () => {
    expect(needWords({ ...needs.conflict, title: 'שלום' }).title).toBe(`“${quote('שלום')}” was changed in both places`)
  })
})

describe('runs', () => {
  test('counts in one line', () => {
    expect(summary({ ...noCounts, imported: 3, exported: 2, updated: 1 })).toBe('3 imported, 2 exported, 1 updated')
    expect(summary(noCounts)).toBe('Nothing new')
  })
  test('a run that failed, or that only found what waits, never reads as a success', () => {
    expect(runLine(run({ status: 'failed' }), ['google'])).toBe('The last sync did not finish')
    expect(runLine(run({ status: 'failed', errorCodes: ['unavailable'] }), [])).toBe('Stopped: the connection was lost')
    expect(runLine(run({ status: 'partial', counts: { ...noCounts, imported: 2, failed: 1 } }), [])).toBe(
      '2 imported, 1 not',
    )
    expect(runLine(run({ status: 'held', counts: { ...noCounts, held: 14 } }), [])).toBe('14 deletions are on hold')
  })
  test('a run that died says so, and what came of it once a later one made up for it', () => {
    const dead = { status: 'failed', finishedAt: null } as const
    const at = toInstant('2026-11-24T16:55:00Z')
    expect(runLine(run(dead), [])).toBe('Not finished. The next sync goes on from there.')
    expect(runLine(run({ ...dead, progress: { done: 2, total: 5 }, healedBy: { at, did: 3 } }), [])).toBe(
      `It stopped after 2 of 5 changes. The sync at ${clock(at)} did the other 3. Nothing is missing.`,
    )
    const unclear = { ...dead, progress: { done: 5, total: 5 }, healedBy: { at, did: 3 } }
    expect(runLine(run(unclear), [])).toBe(`It did not finish. Since the sync at ${clock(at)} nothing is missing.`)
  })
})

describe('the status line', () => {
  const situation = {
    ...states['in-sync'],
    overview: states['in-sync'].overview[0] ?? noOverview,
    isOnline: true,
    now: Date.now(),
  }
  test('a failed last sync is told before what waits for the person', () => {
    const overview = {
      ...situation.overview,
      problem: { code: 'unavailable', provider: null, nextTryAt: null } as const,
    }
    expect(statusOf({ ...situation, overview, needs: [needs.conflict] }).kind).toBe('silent')
    expect(statusOf({ ...situation, needs: [needs.conflict] }).kind).toBe('needs-you')
  })
  test('a lost sign-in is one of the things that need the person, and the status where the list is empty', () => {
    const overview = {
      ...situation.overview,
      problem: { code: 'auth-expired', provider: 'google', nextTryAt: null } as const,
    }
    expect(statusOf({ ...situation, overview, needs: [needs.reconnect] })).toEqual({ kind: 'needs-you', count: 1 })
    expect(statusOf({ ...situation, overview, needs: [] }).kind).toBe('reconnect')
  })
  test('nothing is called in sync that never was', () => {
    const overview = { ...situation.overview, lastSyncAt: null }
    expect(statusOf({ ...situation, overview }).kind).toBe('never')
    expect(statusOf({ ...situation, accounts: [{ ...google, isConsented: false }] }).kind).toBe('unseen')
    expect(statusOf({ ...situation, isOnline: false }).kind).toBe('offline')
  })
})
