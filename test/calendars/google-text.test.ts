import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalize } from '../../lib/calendars/google/canonical.ts'
import { fromGoogle, toGoogle } from '../../lib/calendars/google/codec.ts'
import { htmlToText } from '../../lib/calendars/google/html.ts'
import type { GoogleEvent } from '../../lib/calendars/google/wire.ts'
import type { Content, Span } from '../../lib/model/content.ts'
import { addDays, toInstant, toPlainDate, type Zone } from '../../lib/model/time.ts'

describe('a description', () => {
  test.each([
    ['plain text\nstays  as it is', 'plain text\nstays  as it is'],
    ['Tom & Jerry, a < b, x>y, AT&T; &unknown;', 'Tom & Jerry, a < b, x>y, AT&T; &unknown;'],
    ['Ann <ann@example.com> <NOTE>', 'Ann <ann@example.com> <NOTE>'],
    ['one<br>two<br/>three', 'one\ntwo\nthree'],
    ['<p>one</p><p>two</p>', 'one\n\ntwo'],
    ['<div>one</div><div>two</div>', 'one\ntwo'],
    ['<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>end', '• a\n• b\nend'],
    ['<b>bold</b> and <i>slanted</i>', 'bold and slanted'],
    ['&lt;b&gt; &amp;amp; &quot;x&quot; &#39;y&#39; &#x1F600; a&nbsp;b', '<b> &amp; "x" \'y\' 😀 a b'],
    ['a<style>p{color:red}</style>b<SCRIPT>alert(1)', 'ab'],
    ['<!-- hidden -->seen', 'seen'],
    ['<a href="https://example.com/x?a=1&amp;b=2">the plan</a>', 'the plan (https://example.com/x?a=1&b=2)'],
    ['<a href="https://example.com/">https://example.com/</a>', 'https://example.com/'],
    ['<a href="javascript:alert(1)">click</a>', 'click'],
    ['<span title="a > b">text</span>', 'text'],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
    ['&#0;&#xD800;&#x110000;', '\ufffd\ufffd\ufffd'],
  ])('%j reads %j', (html, text) => expect(htmlToText(html).trim()).toBe(text))

  test('stays quick on text made to be slow', () => {
    const started = performance.now()
    for (const piece of ['<a "', '<!--', '<p ', '&#', '<a href=']) htmlToText(piece.repeat(8192 / piece.length))
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

const instant = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => toInstant(seconds * 1000))
const day = fc.integer({ min: -200, max: 20_000 }).map((days) => addDays(toPlainDate('2000-01-01'), days))
const span: fc.Arbitrary<Span> = fc.oneof(
  fc.record({ kind: fc.constant('timed' as const), start: instant, end: instant }),
  fc.record({ kind: fc.constant('all-day' as const), start: day, end: day }),
)
const awkward = fc.constantFrom(
  '<b>',
  '</b>',
  '<br>',
  '<p>',
  '&amp;',
  '&lt;',
  '&',
  '<',
  '>',
  ';',
  '&#39;',
  '<script>',
  '\r\n',
  '\r',
  '\n',
  '\t',
  ' ',
  '\u00a0',
  '\u0000',
  '\u0007',
  '\u0085',
  '\ud800',
  '\udc00',
  '😀',
  'é',
  'e\u0301',
  'amp;',
  '<a href="https://x.y">',
)
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.oneof(awkward, fc.string({ maxLength: 3 })), { maxLength: 30 }).map((pieces) => pieces.join('')),
  fc.tuple(awkward, fc.integer({ min: 900, max: 9_000 }), awkward).map(([a, count, b]) => `${a.repeat(count)}${b}`),
)
const content: fc.Arbitrary<Content> = fc.record({ title: text, description: text, location: text, time: span })
// A failing run prints its seed and path; FC_SEED plays it again.
const options = { numRuns: 400, ...(process.env.FC_SEED ? { seed: Number(process.env.FC_SEED) } : {}) }

/** What Google does to a written body: it keeps line ends as LF, drops nulls and empty texts. */
function stored(body: object): GoogleEvent {
  const entries = Object.entries(JSON.parse(JSON.stringify(body), (_, value) => value ?? undefined))
  return {
    id: 'x',
    etag: '"1"',
    organizer: { self: true },
    ...Object.fromEntries(entries.filter(([, value]) => value !== '')),
  }
}

describe('the canonical form', () => {
  test('is its own canonical form', () =>
    fc.assert(
      fc.property(content, (any) => {
        const once = canonicalize(any)
        expect(canonicalize(once)).toEqual(once)
      }),
      options,
    ))

  test('W25: is what comes back after writing it, so that nothing is written twice', () =>
    fc.assert(
      fc.property(content, (any) => {
        const canonical = canonicalize(any)
        const event = fromGoogle(stored(toGoogle(any, 'Europe/Berlin' as Zone)), { isWritable: true })
        expect(event.kind === 'live' && event.content).toEqual(canonical)
      }),
      options,
    ))

  test('is what an event from Google already has', () =>
    fc.assert(
      fc.property(text, text, text, (summary, description, location) => {
        const event = fromGoogle(
          { id: 'x', summary, description, location, start: { date: '2026-03-10' }, end: { date: '2026-03-11' } },
          { isWritable: true },
        )
        expect(event.kind === 'live' && canonicalize(event.content)).toEqual(event.kind === 'live' && event.content)
      }),
      options,
    ))

  test('W21: fits, and holds no half of a character', () =>
    fc.assert(
      fc.property(content, (any) => {
        const canonical = canonicalize(any)
        const body = toGoogle(any, 'UTC' as Zone)
        expect(canonical.title.length).toBeLessThanOrEqual(1024)
        expect(canonical.location.length).toBeLessThanOrEqual(1024)
        expect(body.description?.length).toBeLessThanOrEqual(8192)
        expect(Object.values(body).every((value) => typeof value !== 'string' || value.isWellFormed())).toBe(true)
      }),
      options,
    ))

  test('W21: cuts 20,000 characters by code point', () => {
    const description = canonicalize({ description: `a${'😀'.repeat(10_000)}` }).description
    expect(description).toHaveLength(8191)
    expect(description.isWellFormed()).toBe(true)
  })

  test.each([
    ['title', '  Two\r\nlines\u0000 ', 'Two lines'],
    ['location', 'Main St 1\nBerlin', 'Main St 1 Berlin'],
    ['description', ' one\r\ntwo\rthree\u0007 ', 'one\ntwo\nthree'],
    ['title', '👩‍👩‍👧 \ud83d', '👩‍👩‍👧 \ufffd'],
  ] as const)('of %s %j is %j', (field, value, expected) => {
    expect(canonicalize({ [field]: value })).toEqual({ [field]: expected })
  })

  test('leaves out what a patch leaves out', () => expect(canonicalize({})).toEqual({}))
})
