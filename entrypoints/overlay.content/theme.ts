import type { PageSettings } from '../../lib/page/page-settings.ts'

const attributes = ['data-theme', 'data-bs-theme', 'data-mode']

/** What the page declares about itself; null where color-scheme alone tells, which our elements inherit. */
function declaredTheme(): 'light' | 'dark' | null {
  for (const element of [document.documentElement, document.body]) {
    if (!element) continue
    for (const value of [...attributes.map((name) => element.getAttribute(name)), ...element.classList]) {
      if (value === 'dark' || value === 'light') return value
    }
  }
  return null
}

/** Keeps `data-theme` on our elements as the page declares it, unless the person chose. Answers how to choose anew. */
export function watchTheme(elements: readonly HTMLElement[], signal: AbortSignal) {
  let colors: PageSettings['colors'] = 'page'
  const apply = () => {
    const theme = colors === 'page' ? declaredTheme() : colors
    for (const element of elements) {
      if (theme) element.dataset.theme = theme
      else delete element.dataset.theme
    }
  }
  const observer = new MutationObserver(apply)
  for (const element of [document.documentElement, document.body]) {
    if (element) observer.observe(element, { attributeFilter: ['class', ...attributes] })
  }
  signal.addEventListener('abort', () => observer.disconnect())
  return (chosen: PageSettings['colors']) => {
    colors = chosen
    apply()
  }
}
