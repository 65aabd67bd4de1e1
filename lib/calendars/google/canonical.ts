import type { Patch, Span } from '../../model/content.ts'
import { addDays, toInstant, toPlainDate } from '../../model/time.ts'
import { escapeHtml, htmlToText } from './html.ts'
import { cleanLine, cleanText, cutText } from './text.ts'

/**
 * The 8,192 for descriptions is what integrators report (Nylas support article 10571467644957); for the other two
 * Google names none, so they get the one that keeps a paste accident from being refused for ever.
 */
const limits = { title: 1024, location: 1024, description: 8192 } as const

/** Content, or the part of it that a patch has, as Google would give it back after writing it. Idempotent. */
export function canonicalize<Part extends Patch>(content: Part): Part {
  const { title, description, location, time } = content
  return {
    ...content,
    ...(title === undefined ? {} : { title: cleanLine(title, limits.title) }),
    ...(description === undefined ? {} : { description: canonicalDescription(description) }),
    ...(location === undefined ? {} : { location: cleanLine(location, limits.location) }),
    ...(time === undefined ? {} : { time: canonicalSpan(time) }),
  }
}

/** Ends that lie before their start become empty, or for whole days one day. @throws RangeError on what is no time. */
function canonicalSpan(span: Span): Span {
  if (span.kind === 'timed') {
    const start = toInstant(span.start)
    const end = toInstant(span.end)
    return { kind: 'timed', start, end: end < start ? start : end }
  }
  const start = toPlainDate(span.start)
  const end = toPlainDate(span.end)
  return { kind: 'all-day', start, end: end <= start ? addDays(start, 1) : end }
}

/** Google reads descriptions as HTML: text that would be taken for markup is escaped, all other text goes as it is. */
export const descriptionToGoogle = (text: string) => (isTakenLiterally(text) ? text : escapeHtml(text))

const isTakenLiterally = (text: string) => cleanText(htmlToText(text), Number.POSITIVE_INFINITY) === text

/** The limit counts what is sent, which is longer where it had to be escaped. */
function canonicalDescription(text: string): string {
  const cut = cleanText(text, limits.description)
  if (descriptionToGoogle(cut).length <= limits.description) return cut
  let cost = 0
  let end = 0
  while (end < cut.length) {
    cost += escapeHtml(cut[end] ?? '').length
    if (cost > limits.description) break
    end += 1
  }
  return cutText(cut, end)
}
