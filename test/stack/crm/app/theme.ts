const key = 'acme-crm-theme'
const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const isTheme = (value: string | null): value is Theme => themes.some((theme) => theme === value)

export function storedTheme(): Theme {
  const stored = localStorage.getItem(key)
  return isTheme(stored) ? stored : 'system'
}

/** Puts the chosen theme on the document; `system` leaves it to the browser. */
export function applyTheme(theme: Theme = storedTheme()): void {
  localStorage.setItem(key, theme)
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}
