import type { Place } from './find-place.ts'

/**
 * What detector and overlay tell each other. Both run in this extension's isolated world of one frame, so an object
 * on its global is shared by them and out of the CRM's reach; an overlay that starts late reads what already holds.
 */
export type Channel = {
  /** Where the buttons belong; null while no Appointments page is on screen. */
  place: Place | null
  /** The overlay's element in the page, so that the detector notices when the CRM throws it out. */
  host: Element | null
  /** Set by the overlay: called after `place` or the page around it changed. */
  onPlace: (() => void) | null
}

const name = 'calendarSyncChannel'

export function openChannel(): Channel {
  const world = globalThis as { [name]?: Channel }
  world[name] ??= { place: null, host: null, onPlace: null }
  return world[name]
}

/** Whether the buttons stand where they belong. */
export function isPlaced({ host, place }: Channel): boolean {
  if (!place) return !host?.isConnected
  if (!place.anchor.isConnected || !host) return false
  const neighbour = place.side === 'before' ? host.nextElementSibling : host.previousElementSibling
  return neighbour === place.anchor
}

/** Our element's name; one in another frame or from an older version of the extension is found by it. */
export const groupName = 'calendar-sync-group'
