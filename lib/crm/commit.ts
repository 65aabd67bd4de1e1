import { SyncError } from '../model/errors.ts'
import type { LeaseAnswer, OperationResult } from '../sync/ports.ts'

/**
 * The answer of `calendar_begin` and `calendar_commit`; our own functions give it in the model's form.
 * @throws SyncError unavailable where something else answered
 */
export function parseLeaseAnswer(json: unknown): LeaseAnswer<{ readonly results: readonly OperationResult[] }> {
  if (typeof json !== 'object' || json === null || !('kind' in json)) {
    throw new SyncError('unavailable', 'CRM: an answer that is not of our function')
  }
  return json as LeaseAnswer<{ readonly results: readonly OperationResult[] }>
}
