import { stripVTControlCharacters } from 'node:util'

/** An error for a person: the reason first, no stack, no colour codes, Playwright's call log cut to what it waited for. */
export function failureInWords(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const plain = stripVTControlCharacters(text)
  const [reason = '', log = ''] = plain.split(/\n+Call log:\n/)
  const waited = /waiting for (.*)/.exec(log)?.[1]
  return [reason.trim().slice(0, 1200), waited ? `(waited for ${waited})` : ''].filter(Boolean).join(' ')
}
