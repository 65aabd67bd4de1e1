import type { Store } from './overlay-state.ts'

/** Below this much free room the group shows glyphs instead of words. */
const needed = 420
/** How far up the row may begin in which the CRM's own buttons stand beside ours. */
const levels = 3

/** Keeps `isCompact` true while the row around the group has little room left for it. Answers how to measure anew. */
export function watchRoom(host: HTMLElement, isCompact: Store<boolean>, signal: AbortSignal): () => void {
  const measure = () => {
    if (!host.isConnected) return
    const isTight = freeRoom(host) < needed
    if (isTight !== isCompact.get()) isCompact.set(isTight)
  }
  const observer = new ResizeObserver(measure)
  observer.observe(document.documentElement)
  signal.addEventListener('abort', () => observer.disconnect())
  return measure
}

/** CSS pixels that the widest row around the group leaves to it. */
function freeRoom(host: HTMLElement): number {
  const own = host.getBoundingClientRect()
  let taken = 0
  let free = 0
  let child: Element = host
  for (let level = 0; level < levels && child.parentElement && child !== document.body; level++) {
    const row: Element = child.parentElement
    for (const other of row.children) if (other !== child) taken += widthBeside(other, own)
    free = Math.max(free, row.clientWidth - taken)
    child = row
  }
  return free
}

/** The width of what an element shows in the group's own line; an element that only fills up space shows nothing. */
function widthBeside(element: Element, own: DOMRect): number {
  const range = document.createRange()
  range.selectNodeContents(element)
  const content = range.getBoundingClientRect()
  const box = content.width > 0 ? element.getBoundingClientRect() : content
  const isBeside = box.top < own.bottom && box.bottom > own.top
  return isBeside ? Math.min(box.width, content.width + padding(element)) : 0
}

function padding(element: Element): number {
  const style = getComputedStyle(element)
  const sum = [style.paddingLeft, style.paddingRight, style.marginLeft, style.marginRight].map(Number.parseFloat)
  return sum.reduce((all, one) => all + (one || 0), 0)
}
