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

function decode(text: string, fields: Record<string, 'string' | 'number'>): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (typeof value !== 'object' || value === null) return null
    const entries = Object.entries(value)
    const isWhole = Object.entries(fields).every(([name, type]) =>
      entries.some(([key, inner]) => key === name && typeof inner === type),
    )
    return isWhole ? Object.fromEntries(entries) : null
  } catch {
    return null
  }
}

export const decodeSyncToken = (text: string) =>
  decode(text, {
    calendar: 'string',
    epoch: 'number',
    version: 'number',
    query: 'string',
    from: 'number',
    until: 'number',
  }) as SyncToken | null

export const decodePageToken = (text: string) =>
  decode(text, { query: 'string', at: 'number', offset: 'number', page: 'number' }) as PageToken | null
