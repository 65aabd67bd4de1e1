import { groupName } from '../../lib/page/channel.ts'
import type { Place } from '../../lib/page/find-place.ts'
import { removeGroupsBelow } from '../../lib/page/frames.ts'

/** Puts the group where it belongs, and sees to it that it is the only one in this tab. */
export function placeGroup(host: HTMLElement, { anchor, side }: Place): void {
  for (const other of document.querySelectorAll(groupName)) if (other !== host) other.remove()
  removeGroupsBelow(window)
  if (side === 'before') anchor.before(host)
  else anchor.after(host)
  const toolbar = host.parentElement && getComputedStyle(host.parentElement)
  const isRow = toolbar !== null && /flex|grid/.test(toolbar.display)
  host.dataset.flow = side === 'after' ? 'own-line' : isRow ? 'row' : 'line'
  const hasGap = isRow && Number.parseFloat(toolbar.columnGap) > 0
  host.dataset.gap = hasGap || side === 'after' ? '' : gaps(host)
}

const isGlued = (element: Element, edge: 'marginInlineStart' | 'marginInlineEnd') =>
  (Number.parseFloat(getComputedStyle(element)[edge]) || 0) < 4

/** The sides on which the CRM leaves less room between buttons than looks apart. */
function gaps(host: HTMLElement): string {
  const before = host.previousElementSibling
  const after = host.nextElementSibling
  const sides = [
    before && isGlued(before, 'marginInlineEnd') && 'start',
    after && isGlued(after, 'marginInlineStart') && 'end',
  ]
  return sides.filter(Boolean).join(' ')
}

/** A toolbar drawn anew takes the focus with it; who was on our button gets it back. */
export function keepFocus(host: HTMLElement, shadow: ShadowRoot, signal: AbortSignal): () => void {
  let last: HTMLElement | null = null
  shadow.addEventListener('focusin', () => (last = shadow.activeElement as HTMLElement | null), { signal })
  shadow.addEventListener(
    'focusout',
    () =>
      queueMicrotask(() => {
        if (host.isConnected && !shadow.activeElement) last = null
      }),
    { signal },
  )
  return () => {
    if (last && document.activeElement === document.body) last.focus({ preventScroll: true })
  }
}
