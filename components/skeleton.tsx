import { useEffect, useState } from 'react'
import { word } from '../lib/words.ts'

const patience = 150 // milliseconds; what comes sooner needs no placeholder

/** Gray lines at the final height. Nothing is drawn at first, so that fast loads do not flicker. */
export function Skeleton({ lines }: { readonly lines: number }) {
  const [isLate, setIsLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), patience)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="skeleton col" aria-busy="true">
      <span className="vh">{word('st_loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className={isLate ? 'skel' : 'skel waiting'} />
      ))}
    </div>
  )
}
