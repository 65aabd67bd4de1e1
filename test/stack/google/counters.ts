import type { Operation } from './operations.ts'

/** What went over the wire since the last reset. Parts of a batch count one by one, the batch itself as `batch`. */
export type Counters = {
  requests: number
  byOperation: Partial<Record<Operation, number>>
  /** Answers per status code. */
  byStatus: Record<string, number>
  /** Body bytes. */
  bytesReceived: number
  bytesSent: number
  /** Writes that changed something. */
  writes: number
}

export const noRequests = (): Counters => ({
  requests: 0,
  byOperation: {},
  byStatus: {},
  bytesReceived: 0,
  bytesSent: 0,
  writes: 0,
})

export function countRequest(counters: Counters, operation: Operation): void {
  if (operation !== 'preflight') counters.requests += 1
  counters.byOperation[operation] = (counters.byOperation[operation] ?? 0) + 1
}

export const isWrite = (operation: Operation) => /^events\.(insert|patch|update|delete|move)$/.test(operation)
