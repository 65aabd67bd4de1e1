const isBad = (text: string) => text.includes('\0') || !text.isWellFormed()

/**
 * The value without what Postgres cannot keep: NUL characters go, half surrogate pairs become U+FFFD.
 * One such character would otherwise make every call that carries it fail.
 * https://www.postgresql.org/docs/current/datatype-json.html
 */
export function storable<Value>(value: Value): Value {
  return clean(value) as Value
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return isBad(value) ? value.replaceAll('\0', '').toWellFormed() : value
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clean(item)]))
  }
  return value
}
