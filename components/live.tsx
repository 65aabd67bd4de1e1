import { useEffect, useRef, useState } from 'react'

const pause = 10_000 // milliseconds between two spoken steps of a progress

/** What a live region says next; `isStep` for a step of a progress, of which some may be left out. */
export type Spoken = { readonly text: string; readonly isStep: boolean }

/**
 * The one live region of a document. It stands empty before it speaks, says changes only (what was there at the start
 * is read anyway), and holds steps of a progress back so that a screen reader is never flooded. null: nothing known yet.
 */
export function Live({ spoken }: { readonly spoken: Spoken | null }) {
  const { text = null, isStep = false } = spoken ?? {}
  const [said, setSaid] = useState('')
  const last = useRef<(Spoken & { readonly at: number }) | null>(null)
  useEffect(() => {
    if (text === null || text === last.current?.text) return undefined
    const isFirst = last.current === null
    const wait = isStep && last.current?.isStep ? Math.max(0, last.current.at + pause - Date.now()) : 0
    const timer = setTimeout(() => {
      last.current = { text, isStep, at: Date.now() }
      if (!isFirst) setSaid(text)
    }, wait)
    return () => clearTimeout(timer)
  }, [text, isStep])
  return (
    <div className="vh" role="status">
      {said}
    </div>
  )
}
