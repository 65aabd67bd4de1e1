import { asEvent, type Body, isRecord, writable } from './event-input.ts'
import type { EventResource } from './types.ts'

/** RFC 7396 with arrays replaced whole: what Google calls patch semantics. */
function merged(old: Body, patch: Body): Body {
  const result: Body = { ...old }
  for (const [key, value] of Object.entries(patch)) {
    const inner = result[key]
    if (value === null) delete result[key]
    else if (isRecord(value)) result[key] = merged(isRecord(inner) ? inner : {}, value)
    else result[key] = value
  }
  return result
}

export function applyPatch(event: EventResource, patch: Body): EventResource {
  return asEvent(merged(event, Object.fromEntries(Object.entries(patch).filter(([key]) => isWritable(key)))))
}

/** PUT: every writable field that the body omits is cleared; the sequence goes on. */
export function applyUpdate(event: EventResource, body: Body): EventResource {
  const kept = Object.fromEntries(Object.entries(event).filter(([key]) => !isWritable(key)))
  const written = Object.entries(body).filter(([key]) => isWritable(key))
  const { sequence = 0 } = event
  return asEvent({
    status: 'confirmed',
    reminders: { useDefault: true },
    sequence,
    ...kept,
    ...merged({}, Object.fromEntries(written)),
  })
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
