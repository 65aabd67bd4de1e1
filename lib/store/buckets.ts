export type Row = { readonly id: string }

/** Rows are kept in this many records per set: at 10,000 rows some 300 each, of which a small change rewrites few. */
const count = 32

/** A stable spread of ids (FNV-1a); not for secrets. */
export function bucketOf(id: string): string {
  let hash = 0x811c9dc5
  for (let n = 0; n < id.length; n += 1) hash = Math.imul(hash ^ id.charCodeAt(n), 0x01000193)
  return String((hash >>> 0) % count).padStart(2, '0')
}

export const rowsByBucket = <T extends Row>(rows: readonly T[]): ReadonlyMap<string, T[]> =>
  Map.groupBy(rows, ({ id }) => bucketOf(id))
