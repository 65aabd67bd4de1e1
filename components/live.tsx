import { useEffect, useRef, useState } from 'react'

const pause = 10_000 // milliseconds between two spoken steps of a progress

/**
 * The one live region of a document. It stands empty before it speaks, says each change once,
 * and holds steps of a progress back so that a screen reader is never flooded.
 */
export function Live({ text, isStep }: { readonly text: string; readonly isStep: boolean }) {
  const [spoken, setSpoken] = useState('')
  const last = useRef({ text, at: 0 })
  useEffect(() => {
    if (text === last.current.text) return undefined
    const wait = isStep ? Math.max(0, last.current.at + pause - Date.now()) : 0
    const timer = setTimeout(() => {
      last.current = { text, at: Date.now() }
      setSpoken(text)
    }, wait)
    return () => clearTimeout(timer)
  }, [text, isStep])
  return (
    <div className="vh" role="status">
      {spoken}
    </div>
  )
}
