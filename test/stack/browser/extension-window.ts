import type { BrowserContext, Page } from 'playwright-core'
import { extensionId } from '../../../extension-id.ts'
import { inWorker } from './worker.ts'

export type Size = { readonly width: number; readonly height: number }

/**
 * A page of the extension in a window of its own, as the background opens it: the one that is open, else a new one; a
 * plain tab where the worker sleeps.
 */
export async function openExtensionWindow(context: BrowserContext, file: string, size: Size): Promise<Page> {
  const open = extensionWindow(context, file)
  const page = open ?? (await createWindow(context, urlOf(file), size))
  // Headless windows have the context's size, whoever opened them.
  if (page.viewportSize()) await page.setViewportSize(size)
  if (open) await page.bringToFront()
  await page.waitForLoadState()
  return page
}

/** The open window with that page; null without one. */
export const extensionWindow = (context: BrowserContext, file: string): Page | null =>
  context.pages().find((page) => page.url().startsWith(urlOf(file))) ?? null

const urlOf = (file: string) => `chrome-extension://${extensionId}/${file}`

async function createWindow(context: BrowserContext, url: string, size: Size): Promise<Page> {
  const appeared = context.waitForEvent('page', { predicate: (page) => page.url().startsWith(url), timeout: 4_000 })
  const created = inWorker(
    context,
    (options) => void chrome.windows.create(options),
    { url, type: 'popup' as const, ...size },
    2_000,
  )
  const [page] = await Promise.allSettled([appeared, created])
  if (page.status === 'fulfilled') return page.value
  const tab = await context.newPage()
  await tab.goto(url)
  return tab
}
