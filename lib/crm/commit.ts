import type { LeaseAnswer, OperationResult } from '../sync/ports.ts'

/** The answer of `calendar_begin` and `calendar_commit`: from our own functions, already in the model's form. */
export const parseLeaseAnswer = (json: unknown) => json as LeaseAnswer<{ readonly results: readonly OperationResult[] }>
