import { useCallback, useState } from 'react'
import type { CalendarPlan } from '../../components/calendar-choice.tsx'

export type View =
  | { readonly kind: 'overview' | 'activity' | 'connect' | 'preview' }
  | { readonly kind: 'calendars' | 'account' | 'held' | 'conflict' | 'disconnect'; readonly id: string }

/** What a reopened popup shows again: the view and what was typed or chosen but not sent. Never a password. */
export type Kept = {
  readonly view: View
  readonly signInEmail: string
  readonly connectEmail: string
  /** Chosen directions by account. */
  readonly plans: Readonly<Record<string, CalendarPlan>>
  /** Doubtful pairs of the preview that stay apart. */
  readonly apart: readonly string[]
}

const nothing: Kept = { view: { kind: 'overview' }, signInEmail: '', connectEmail: '', plans: {}, apart: [] }
const key = 'popup' // in storage.session: gone with the browser, never on disk

/** The address's hash names the view to open; without one, it is the view that was left. */
function viewOf(hash: string): View | null {
  if (hash === '#connect') return { kind: 'connect' }
  if (hash === '#overview') return { kind: 'overview' }
  return null
}

export async function readKept(): Promise<Kept> {
  const stored = await chrome.storage.session.get(key)
  const kept = { ...nothing, ...(stored[key] as Partial<Kept> | undefined) }
  return { ...kept, view: viewOf(location.hash) ?? kept.view }
}

export function useKept(initial: Kept): readonly [Kept, (change: Partial<Kept>) => void] {
  const [kept, setKept] = useState(initial)
  const change = useCallback((part: Partial<Kept>) => {
    setKept((before) => {
      const after = { ...before, ...part }
      void chrome.storage.session.set({ [key]: after })
      return after
    })
  }, [])
  return [kept, change]
}
