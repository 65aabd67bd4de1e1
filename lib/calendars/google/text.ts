/**
 * Text as a database and a calendar can both keep it: one kind of line end, no control characters, no halves of
 * characters, no white space around it, at most `limit` UTF-16 units. Idempotent.
 */
export function cleanText(text: string, limit: number): string {
  const clean = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])[\p{Cc}\ufffe\uffff]/gu, '')
  return cutText(clean.trim(), limit)
}

/** The same on one line. */
export const cleanLine = (text: string, limit: number) => cleanText(text.replace(/[\r\n\t]+/g, ' '), limit)

/** At most `limit` UTF-16 units, never half a character, no white space left at the end. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text
  const isSplit = /[\ud800-\udbff]/.test(text[limit - 1] ?? '')
  return text.slice(0, isSplit ? limit - 1 : limit).trimEnd()
}
