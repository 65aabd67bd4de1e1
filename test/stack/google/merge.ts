import { type Body, isRecord, writable } from './event-input.ts'
import type { EventResource } from './types.ts'

/** RFC 7396 with arrays replaced whole: what Google calls patch semantics. */
function merged(old: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch
  const result: Body = isRecord(old) ? { ...old } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else result[key] = merged(result[key], value)
  }
  return result
}

export function applyPatch(event: EventResource, patch: Body): EventResource {
  const written = Object.fromEntries(Object.entries(patch).filter(([key]) => isWritable(key)))
  return merged(event, written) as EventResource
}

/** PUT: every writable field that the body omits is cleared. */
export function applyUpdate(event: EventResource, body: Body): EventResource {
  const kept = Object.fromEntries(Object.entries(event).filter(([key]) => !isWritable(key)))
  const written = Object.entries(body).filter(([key, value]) => isWritable(key) && value !== null)
  return { status: 'confirmed', ...kept, ...Object.fromEntries(written) } as EventResource
}

const isWritable = (key: string) => writable.some((field) => field === key)

/** The writable fields in which two events differ. */
export function changedFields(before: EventResource, after: EventResource): (typeof writable)[number][] {
  return writable.filter((field) => canonical(before[field]) !== canonical(after[field]))
}

/** Key order does not matter. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
    ) ?? 'undefined'
  )
}
