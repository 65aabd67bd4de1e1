/**
 * How the CRM's Appointments page is found, and how our buttons look on it; all of it optional.
 * Kept in storage.local under `page`; docs/crm-page.md tells what a CRM's admin may write there.
 */
export type PageSettings = {
  /** Only where the address contains this is an Appointments page looked for; `*` stands for anything. Empty: everywhere. */
  readonly address: string
  /** CSS selectors of what the buttons go before, first visible match first. Empty: our own rules find it. */
  readonly anchors: readonly string[]
  readonly colors: 'page' | 'light' | 'dark'
}

export const defaultPageSettings: PageSettings = { address: '', anchors: [], colors: 'page' }

const key = 'page'

const complete = (stored: unknown): PageSettings => ({ ...defaultPageSettings, ...(stored as Partial<PageSettings>) })

export async function readPageSettings(): Promise<PageSettings> {
  const stored = await chrome.storage.local.get(key)
  return complete(stored[key])
}

/** Calls back with every new version until the signal aborts. */
export function watchPageSettings(signal: AbortSignal, listener: (settings: PageSettings) => void): void {
  const onChanged = (changes: Record<string, chrome.storage.StorageChange>) => {
    if (changes[key]) listener(complete(changes[key].newValue))
  }
  chrome.storage.local.onChanged.addListener(onChanged)
  const stop = () => {
    if (chrome.runtime?.id) chrome.storage.local.onChanged.removeListener(onChanged)
  }
  signal.addEventListener('abort', stop, { once: true })
}

/** Whether an address contains the pattern; path, query and fragment count, because some CRMs route by fragment. */
export function matchesAddress(pattern: string, href: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(parts.join('.*'), 'i').test(href)
}
