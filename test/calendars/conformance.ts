import { describePulling } from './conformance-pull.ts'
import { describeWriting } from './conformance-write.ts'
import type { Seat } from './seat.ts'

/** Laws of every provider's port, with whatever stands in for the provider. */
export function describeCalendarPort(provider: string, open: () => Promise<Seat>): void {
  describePulling(provider, open)
  describeWriting(provider, open)
}
