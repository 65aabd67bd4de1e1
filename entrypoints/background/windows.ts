/** Brings the newest window that is not one of our own to the front: the consent window has no id we could know. */
export async function showConsentWindow(): Promise<void> {
  const windows = await chrome.windows.getAll({ populate: true, windowTypes: ['popup', 'normal'] })
  const own = chrome.runtime.getURL('')
  const foreign = windows.filter(({ tabs }) => !tabs?.some(({ url }) => url?.startsWith(own)))
  const newest = foreign.toSorted((a, b) => (b.id ?? 0) - (a.id ?? 0))[0]
  if (newest?.id !== undefined) await chrome.windows.update(newest.id, { focused: true })
}
