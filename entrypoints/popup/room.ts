const settled = 250 // milliseconds without a change of size

/**
 * Keeps `--room`, the height that popup.css may use. A window or tab has its own. At the toolbar the browser makes its
 * window as high as the content, up to 600 pixels or what the screen leaves; only when it stops growing too early is the
 * room known. Without it the document would overflow, and Chromium widens the window for a scrollbar of its own.
 */
export function keepToRoom(): void {
  const root = document.documentElement
  const isAtToolbar = chrome.extension.getViews({ type: 'popup' }).includes(window)
  let timer = 0
  const set = () => root.style.setProperty('--room', `${window.innerHeight}px`)
  const setIfShort = () => {
    if (root.scrollHeight > window.innerHeight) set()
  }
  const wait = () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(setIfShort, settled)
  }
  if (!isAtToolbar) set()
  else new ResizeObserver(wait).observe(document.body)
  window.addEventListener('resize', isAtToolbar ? wait : set)
}
