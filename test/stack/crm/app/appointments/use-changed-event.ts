import { useEffect } from 'react'
import { isRefreshedByEvent } from '../settings-of-page.ts'

/** The integration hook of README.md: somebody wrote appointments behind the app's back. */
export function useChangedEvent(onChanged: () => void): void {
  useEffect(() => {
    if (!isRefreshedByEvent) return undefined
    const listen = (event: Event) => {
      event.preventDefault()
      onChanged()
    }
    window.addEventListener('calendar-sync:changed', listen)
    return () => window.removeEventListener('calendar-sync:changed', listen)
  }, [onChanged])
}
