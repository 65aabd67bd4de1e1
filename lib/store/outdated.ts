import type { MirroredEvent } from '../model/event.ts'

const stampOf = (event: MirroredEvent) => (event.kind === 'ignored' ? null : event.stamp)

/** A lagging feed may tell an older version after a newer one; the provider's own stamp says so. */
export function isOutdated(event: MirroredEvent, known: MirroredEvent): boolean {
  const [stamp, knownStamp] = [stampOf(event), stampOf(known)]
  return stamp !== null && knownStamp !== null && stamp < knownStamp
}
