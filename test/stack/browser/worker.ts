import type { BrowserContext, Page, Worker } from 'playwright-core'
import { extensionId } from '../../../extension-id.ts'
import { within } from './time-limit.ts'

const isOurs = (worker: Worker) => worker.url().startsWith(`chrome-extension://${extensionId}/`)

/** The extension's service worker; waits for its first start. Playwright hands out the same object after a restart. */
export async function worker(context: BrowserContext, ms = 15_000): Promise<Worker> {
  return (
    context.serviceWorkers().find(isOurs) ??
    within(ms, 'the service worker starting', context.waitForEvent('serviceworker', { predicate: isOurs, timeout: ms }))
  )
}

/** Runs a function in the worker. @throws Error after `ms`, because a stopped worker never answers. */
export async function inWorker<T, A>(
  context: BrowserContext,
  run: (argument: A) => T | Promise<T>,
  argument: A,
  ms = 5_000,
): Promise<T> {
  const endsMs = performance.now() + ms
  for (;;) {
    const target = await worker(context)
    const answer = target.evaluate(run as (argument: unknown) => T | Promise<T>, argument as unknown)
    try {
      return await within(ms, 'the service worker answering', answer)
    } catch (error) {
      if (!wasReplaced(error) || performance.now() > endsMs) throw error
      await new Promise((go) => setTimeout(go, 100))
    }
  }
}

/** Chromium was just replacing the worker (after a reload or an update): the function did not run, the next one will. */
const wasReplaced = (error: unknown) => error instanceof Error && /No SW|Service worker restarted/.test(error.message)

/**
 * Stops every service worker at once, as Chromium does after 30 idle seconds or at a crash. The next event (message,
 * alarm, click) starts a new one.
 */
export async function killWorker(context: BrowserContext): Promise<void> {
  const page = anyPage(context)
  const session = await within(5_000, 'a debugging session', context.newCDPSession(page))
  try {
    await session.send('ServiceWorker.enable')
    await within(5_000, 'stopping the service worker', session.send('ServiceWorker.stopAllWorkers'))
  } finally {
    await session.detach()
  }
}

function anyPage(context: BrowserContext): Page {
  const page = context.pages().find((page) => !page.isClosed())
  if (!page) throw new Error('the browser has no page left')
  return page
}
