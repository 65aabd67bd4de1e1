import { groupName } from './channel.ts'

/** Documents of other origins cannot be read and are skipped: what they show is another page to the person too. */
function readable(frame: Window): Document | null {
  try {
    return frame.document
  } catch {
    return null
  }
}

/** A frame inside a page that already shows our buttons stays without: one group for the whole tab. */
export function hasGroupAbove(here: Window): boolean {
  for (let frame = here; frame !== frame.parent; frame = frame.parent) {
    if (readable(frame.parent)?.querySelector(groupName)) return true
  }
  return false
}

/** Where an inner frame was quicker than the page around it, the page wins; the inner detector sees it and rests. */
export function removeGroupsBelow(here: Window): void {
  for (let index = 0; index < here.length; index++) {
    const frame = here[index]
    if (!frame) continue
    for (const group of readable(frame)?.querySelectorAll(groupName) ?? []) group.remove()
    removeGroupsBelow(frame)
  }
}
