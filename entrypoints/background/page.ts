import type { Configuration } from '../../lib/store/configuration.ts'

const id = 'appointments'
const detector = 'content-scripts/appointments.js'
const overlay = 'content-scripts/overlay.js'

const patternOf = (crmUrl: string) => {
  const { protocol, hostname } = new URL(crmUrl)
  return `${protocol}//${hostname}/*`
}

/** Lets the detector run on the CRM's pages, and on nothing else. Open tabs get it at once. */
export async function registerDetector(configuration: Configuration | null): Promise<void> {
  const registered = await chrome.scripting.getRegisteredContentScripts({ ids: [id] })
  if (registered.length > 0) await chrome.scripting.unregisterContentScripts({ ids: [id] })
  if (!configuration) return
  const origins = [patternOf(configuration.crmUrl)]
  if (!(await chrome.permissions.contains({ origins }))) return
  await chrome.scripting.registerContentScripts([
    { id, js: [detector], matches: origins, allFrames: true, runAt: 'document_idle', persistAcrossSessions: true },
  ])
  for (const tab of await chrome.tabs.query({ url: origins })) {
    if (tab.id === undefined) continue
    // A tab that is just closing or an error page refuses; it is injected when it loads again.
    await chrome.scripting
      .executeScript({ target: { tabId: tab.id, allFrames: true }, files: [detector] })
      .catch(() => {})
  }
}

/** The heavy part of the page's interface, only where an Appointments page is on screen. */
export async function loadOverlay(sender: chrome.runtime.MessageSender): Promise<void> {
  const tabId = sender.tab?.id
  if (tabId === undefined) return
  await chrome.scripting.executeScript({ target: { tabId, frameIds: [sender.frameId ?? 0] }, files: [overlay] })
}

export function isCrmPage(sender: chrome.runtime.MessageSender, configuration: Configuration | null): boolean {
  if (!configuration || !sender.url || sender.tab?.id === undefined) return false
  return new URL(sender.url).origin === new URL(configuration.crmUrl).origin
}

const width = 400
const height = 640

/** The popup in a window of its own: unlike the real popup it stays when the consent window takes the focus. */
export async function openPopup(view: 'connect' | 'overview'): Promise<void> {
  await chrome.windows.create({ url: `${chrome.runtime.getURL('/popup.html')}#${view}`, type: 'popup', width, height })
}
