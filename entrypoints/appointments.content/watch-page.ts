/** Looks are spread so that they never take more than this part of the page's time. */
const share = 1 / 20
const shortestPauseMs = 100

/**
 * Calls `look` after the page or its address changed: soon, never in a row. Where `isUrgent` says that the CRM threw
 * our buttons out, it looks before the next paint, so that a toolbar drawn anew does not flicker.
 */
export function watchPage(signal: AbortSignal, look: () => void, isUrgent: () => boolean): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let pauseMs = shortestPauseMs
  let lookedAt = -Infinity

  const lookNow = () => {
    clearTimeout(timer)
    timer = undefined
    const start = performance.now()
    look()
    lookedAt = performance.now()
    pauseMs = Math.max(shortestPauseMs, (lookedAt - start) / share)
  }
  const lookSoon = () => {
    timer ??= setTimeout(lookNow, pauseMs)
  }
  // A CRM that keeps throwing us out gets us back at the slow pace.
  const onMutation = () => (isUrgent() && performance.now() - lookedAt > pauseMs ? lookNow() : lookSoon())

  const observer = new MutationObserver(onMutation)
  observer.observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ['class', 'style', 'hidden', 'open'],
  })
  // Where the browser has no Navigation API the redrawn page itself tells.
  window.navigation?.addEventListener('currententrychange', lookSoon, { signal })
  for (const type of ['popstate', 'hashchange', 'focus', 'pageshow'])
    window.addEventListener(type, lookSoon, { signal })
  signal.addEventListener('abort', () => {
    observer.disconnect()
    clearTimeout(timer)
  })
  lookNow()
}
