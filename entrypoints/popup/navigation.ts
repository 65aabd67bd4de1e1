import { useEffect, useEffectEvent, useRef } from 'react'
import type { Kept, View } from './kept.ts'

/** What every view gets to move on and to keep its unsent input. */
export type Navigation = {
  readonly kept: Kept
  readonly change: (change: Partial<Kept>) => void
  readonly go: (view: View) => void
  /** To the overview, with a sentence about what was done. */
  readonly done: (notice?: string) => void
}

/**
 * A view opens with focus on its heading, a form on its own first empty field.
 * Coming back, focus returns to what opened the view, else to the next thing that waits, else to the heading.
 */
export function useViewFocus(view: string) {
  const openers = useRef(new Map<string, string>())
  const remember = () => {
    const id = document.activeElement?.id
    if (id) openers.current.set(view, id)
  }
  useEffect(() => {
    if (document.activeElement && document.activeElement !== document.body) return
    const opener = openers.current.get(view)
    openers.current.delete(view)
    const next = opener && (document.getElementById(opener) ?? nextNeed())
    ;(next || heading())?.focus()
  }, [view])
  return remember
}

const heading = () => document.querySelector<HTMLElement>('h1')
const nextNeed = () => document.querySelector<HTMLElement>('.need .btn')

/** When the row that had the focus is gone, the next one gets it. */
export function useFocusAfterLoss(count: number) {
  const before = useRef(count)
  useEffect(() => {
    const isLost = count < before.current && document.activeElement === document.body
    before.current = count
    if (isLost) (nextNeed() ?? heading())?.focus()
  }, [count])
}

/** Esc leaves the details instead of closing the popup. */
export function useEscape(isActive: boolean, leave: () => void) {
  const onLeave = useEffectEvent(leave)
  useEffect(() => {
    if (!isActive) return undefined
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      onLeave()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [isActive])
}

/** Keeps a scroller reachable by keyboard, but only while there is something to scroll. */
export function useScroller() {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const scroller = ref.current
    if (!scroller) return undefined
    const update = () => {
      if (scroller.scrollHeight > scroller.clientHeight) scroller.tabIndex = 0
      else scroller.removeAttribute('tabindex')
    }
    const observer = new ResizeObserver(update)
    observer.observe(scroller)
    for (const child of scroller.children) observer.observe(child)
    return () => observer.disconnect()
  })
  return ref
}
