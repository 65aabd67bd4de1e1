import type { Marker } from '../../model/event.ts'
import type { EventId, MappingId } from '../../model/ids.ts'
import type { CreationKey } from '../../sync/ports.ts'
import type { GoogleEvent, GoogleEventBody } from './wire.ts'

/** Private properties belong to one calendar's copy of an event; guests never see them. */
const mappingProperty = 'crmSyncMapping'
const generationProperty = 'crmSyncGeneration'

/**
 * The id under which a creation is sent: the same key can create only one event in a calendar.
 * Google takes letters a to v and digits, 5 to 1,024 of them.
 */
export const eventIdOf = ({ mappingId, generation }: CreationKey) =>
  `ccs${mappingId.replaceAll('-', '').toLowerCase()}g${generation}` as EventId

export const markerToGoogle = ({ mappingId, generation }: CreationKey): GoogleEventBody['extendedProperties'] => ({
  private: { [mappingProperty]: mappingId, [generationProperty]: String(generation) },
})

/** Our own signature, or null where there is none or where it is not in our hand. */
export function markerOf(event: GoogleEvent): Marker | null {
  const { [mappingProperty]: mappingId, [generationProperty]: generation } = event.extendedProperties?.private ?? {}
  if (!/^[0-9a-f-]{36}$/i.test(mappingId ?? '') || !/^\d{1,9}$/.test(generation ?? '')) return null
  return { mappingId: mappingId as MappingId, generation: Number(generation) }
}
