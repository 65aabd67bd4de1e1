import type { BrowserContext, CDPSession } from 'playwright-core'
import { extensionId } from '../../../extension-id.ts'
import { eventually, within } from './time-limit.ts'
import { inWorker } from './worker.ts'

/** The popup that hangs at the toolbar. Playwright does not list it as a page, so it is spoken to by the debugger. */
export type RealPopup = {
  /** Runs an expression in it, promises awaited. @throws Error with the page's own message. */
  evaluate<T>(expression: string): Promise<T>
  screenshot(): Promise<Buffer>
  close(): Promise<void>
}

/** Opens the popup as a click on the toolbar's icon does. @throws Error where no window has the focus. */
export async function openRealPopup(context: BrowserContext): Promise<RealPopup> {
  const browser = context.browser()
  if (!browser) throw new Error('this browser has no debugger of its own')
  const session = await browser.newBrowserCDPSession()
  await inWorker(context, () => chrome.action.openPopup(), null)
  const targetId = await eventually('the popup at the toolbar', () => findPopup(session), { ms: 5_000 })
  const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false })
  const send = createSender(session, sessionId)
  return {
    async evaluate<T>(expression: string) {
      const answer = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
      const { result, exceptionDetails } = answer as {
        result: { value?: T }
        exceptionDetails?: { text: string; exception?: { description?: string } }
      }
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
      return result.value as T
    },
    async screenshot() {
      const { data } = (await send('Page.captureScreenshot', { format: 'png' })) as { data: string }
      return Buffer.from(data, 'base64')
    },
    async close() {
      await session.send('Target.closeTarget', { targetId })
      await session.detach()
    },
  }
}

async function findPopup(session: CDPSession): Promise<string | undefined> {
  const { targetInfos } = await session.send('Target.getTargets')
  const ours = `chrome-extension://${extensionId}/popup.html`
  return targetInfos.find(({ type, url, attached }) => type !== 'service_worker' && url.startsWith(ours) && !attached)
    ?.targetId
}

/** Requests to a target behind another session travel as text inside messages, answers likewise. */
function createSender(session: CDPSession, sessionId: string) {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  session.on('Target.receivedMessageFromTarget', (event) => {
    if (event.sessionId !== sessionId) return
    const { id, result, error } = JSON.parse(event.message) as {
      id?: number
      result?: unknown
      error?: { message: string }
    }
    const call = id === undefined ? undefined : waiting.get(id)
    if (error) call?.reject(new Error(error.message))
    else call?.resolve(result)
  })
  let last = 0
  return async (method: string, params: object): Promise<unknown> => {
    const id = ++last
    const answer = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
    await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) })
    try {
      return await within(5_000, `the popup answering ${method}`, answer)
    } finally {
      waiting.delete(id)
    }
  }
}
