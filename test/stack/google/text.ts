import { undocumented } from './errors.ts'

/** Most characters Google keeps; more is answered with 400. The 8 KB of a description are well attested, the others are ours. */
export const limits = { summary: 1024, location: 1024, description: 8192 } as const

const tooLong = () =>
  undocumented(400, {
    domain: 'global',
    reason: 'invalid',
    message: 'A provided value exceeds the allowed size limit.',
  })

/** Control characters other than tab and line feed. */
const control = /(?![\t\n])\p{Cc}/gu

/** Text as Google gives it back: line ends are LF, control characters are gone. HTML stays. */
export function normalizeText(field: keyof typeof limits, text: string): string {
  const normal = text.replace(/\r\n?/g, '\n').replace(control, '')
  const kept = field === 'description' ? normal : normal.replace(/\n+/g, ' ')
  if (kept.length > limits[field]) throw tooLong()
  return kept
}
