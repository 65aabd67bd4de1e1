import { isRecord } from './event-input.ts'

/** Opaque texts that carry a place in a list. Clients must not look inside. */

/** Where an incremental list starts, and the query it belongs to. */
export type SyncToken = {
  readonly calendar: string
  readonly epoch: number
  readonly version: number
  readonly query: string
  readonly from: number
  readonly until: number
}

/** Where the next page starts; the list is the one that stood at `at`. */
export type PageToken = { readonly query: string; readonly at: number; readonly offset: number; readonly page: number }

export const encodeToken = (token: SyncToken | PageToken) => Buffer.from(JSON.stringify(token)).toString('base64url')

function decode(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isNumber = (value: unknown): value is number => typeof value === 'number'

/** null where this is no sync token at all. */
export function decodeSyncToken(text: string): SyncToken | null {
  const { calendar, epoch, version, query, from, until } = decode(text)
  if (!isText(calendar) || !isText(query) || !isNumber(epoch) || !isNumber(version)) return null
  return isNumber(from) && isNumber(until) ? { calendar, epoch, version, query, from, until } : null
}

/** null where this is no page token at all. */
export function decodePageToken(text: string): PageToken | null {
  const { query, at, offset, page } = decode(text)
  if (!isText(query) || !isNumber(at) || !isNumber(offset) || !isNumber(page)) return null
  return { query, at, offset, page }
}
