import { SyncError } from '../model/errors.ts'
import type { MappingId } from '../model/ids.ts'
import type { Conflict } from '../model/mapping.ts'
import type { CrmClient } from './client.ts'

/**
 * Records which side the person chose per field; the next plan reads it.
 * @throws SyncError not-found where the conflict is not open any more
 */
export async function resolveConflict(
  client: CrmClient,
  mappingId: MappingId,
  resolution: NonNullable<Conflict['resolution']>,
): Promise<void> {
  const written = await client.call('calendar_resolve', { mappingId, resolution })
  if (written !== true) throw new SyncError('not-found', 'CRM: no open conflict of this mapping')
}
