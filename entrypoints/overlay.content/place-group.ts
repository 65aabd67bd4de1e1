import { groupName } from '../../lib/page/channel.ts'
import type { Place } from '../../lib/page/find-place.ts'
import { removeGroupsBelow } from '../../lib/page/frames.ts'

/** Puts the group where it belongs, and sees to it that it is the only one in this tab. */
export function placeGroup(host: HTMLElement, { anchor, side }: Place): void {
  for (const other of document.querySelectorAll(groupName)) if (other !== host) other.remove()
  removeGroupsBelow(window)
  host.dataset.gap = side === 'after' ? 'below' : hasOwnGap(anchor) ? 'none' : 'after'
  if (side === 'before') anchor.before(host)
  else anchor.after(host)
}

/** Whether the CRM's toolbar keeps its buttons apart without our help. */
function hasOwnGap(anchor: Element): boolean {
  const toolbar = anchor.parentElement
  if (!toolbar) return false
  const gap = Number.parseFloat(getComputedStyle(toolbar).columnGap)
  return gap > 0 || Number.parseFloat(getComputedStyle(anchor).marginInlineStart) > 0
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
