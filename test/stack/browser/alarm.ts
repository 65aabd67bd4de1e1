import type { BrowserContext } from 'playwright-core'
import { inWorker } from './worker.ts'

/**
 * Makes the extension's own alarm ring now instead of in some minutes: same name, same period, earlier. An unpacked
 * extension has no shortest delay.
 * @throws Error when there is no such alarm, or the worker sleeps.
 */
export async function ringAlarm(context: BrowserContext, name: string): Promise<void> {
  const isThere = await inWorker(
    context,
    async (name) => {
      const alarm = await chrome.alarms.get(name)
      if (!alarm) return false
      const period = alarm.periodInMinutes
      await chrome.alarms.create(name, { when: Date.now() + 100, ...(period ? { periodInMinutes: period } : {}) })
      return true
    },
    name,
  )
  if (!isThere) throw new Error(`the extension has no alarm named ${name}`)
}
