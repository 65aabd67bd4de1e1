import type { GroupView } from './group-view.ts'
import type { OverlayView, Store } from './overlay-state.ts'

/** CSS pixels that the group's words take at most, while it syncs; with less free room it shows glyphs. */
function neededRoom(group: GroupView): number {
  if (group.kind === 'connect') return 200
  return group.needs ? 420 : 320
}

/** How far up the row may begin in which the CRM's own buttons stand beside ours. */
const levels = 3

/** Keeps `isCompact` true while the row around the group has little room left for it. To be told of every new place. */
export function watchRoom(
  host: HTMLElement,
  view: Store<OverlayView>,
  isCompact: Store<boolean>,
  signal: AbortSignal,
): () => void {
  let needed = 0
  const measure = () => {
    needed = neededRoom(view.get().group)
    if (!host.isConnected) return
    const isTight = freeRoom(host) < needed
    if (isTight !== isCompact.get()) isCompact.set(isTight)
  }
  const stop = view.subscribe(() => {
    if (neededRoom(view.get().group) !== needed) measure()
  })
  signal.addEventListener('abort', stop)
  const observer = new ResizeObserver(measure)
  signal.addEventListener('abort', () => observer.disconnect())
  return () => {
    observer.disconnect()
    for (const row of [document.documentElement, ...rowsAround(host)]) observer.observe(row)
    measure()
  }
}

function rowsAround(host: HTMLElement): readonly Element[] {
  const rows: Element[] = []
  let row = host.parentElement
  while (row && rows.length < levels) {
    rows.push(row)
    row = row === document.body ? null : row.parentElement
  }
  return rows
}

/** CSS pixels that the widest row around the group leaves to it. */
function freeRoom(host: HTMLElement): number {
  const own = host.getBoundingClientRect()
  let taken = 0
  let free = 0
  let child: Element = host
  for (const row of rowsAround(host)) {
    for (const other of row.children) if (other !== child) taken += widthBeside(other, own)
    free = Math.max(free, row.clientWidth - sideways(row, ['paddingLeft', 'paddingRight']) - taken)
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
  return isBeside ? Math.min(box.width, content.width + sideways(element, around)) : 0
}

type Side = 'paddingLeft' | 'paddingRight' | 'marginLeft' | 'marginRight'
const around: readonly Side[] = ['paddingLeft', 'paddingRight', 'marginLeft', 'marginRight']

function sideways(element: Element, sides: readonly Side[]): number {
  const style = getComputedStyle(element)
  return sides.reduce((sum, side) => sum + (Number.parseFloat(style[side]) || 0), 0)
}
