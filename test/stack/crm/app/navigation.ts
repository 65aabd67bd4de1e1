import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}
window.addEventListener('popstate', tell)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Goes to a view without loading the page; the query stays. */
export function navigate(path: string): void {
  if (path !== location.pathname) history.pushState(null, '', path + location.search)
  tell()
}

export const usePath = () => useSyncExternalStore(subscribe, () => location.pathname)
