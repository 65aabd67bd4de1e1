import type { FrameLocator, Page } from 'playwright-core'
import { eventually } from '../../browser/time-limit.ts'

/** The extension's buttons and toast in the CRM's page. */
export type Overlay = {
  connect(): Promise<void>
  manage(): Promise<void>
  /** Presses Sync without waiting for its end. */
  pressSync(): Promise<void>
  /** Presses Sync; answers what the toast says at the end. */
  sync(): Promise<string>
  /** What the toast says now; empty without one. */
  toast(): Promise<string>
}

export function overlay(scope: FrameLocator | Page): Overlay {
  const group = scope.getByRole('group', { name: 'Calendar Sync' })
  const toast = scope.getByRole('region', { name: 'Calendar Sync' })
  const button = (name: string) => group.getByRole('button', { name, exact: true })

  const closeToast = async () => {
    if (await toast.isVisible()) await toast.getByRole('button', { name: 'Close' }).click()
  }
  const said = async () => ((await toast.isVisible()) ? (await toast.innerText()).replace(/\s+/g, ' ').trim() : '')
  const pressSync = async () => {
    await closeToast()
    // It reads “Syncing…” while one is under way, or as long as nobody noticed that one died.
    await group.getByRole('button', { name: /^Sync/ }).click()
  }

  return {
    connect: () => button('Connect Calendar').click(),
    manage: () => button('Manage Calendars').click(),
    pressSync,
    async sync() {
      await pressSync()
      return eventually('the toast telling how the sync went', async () => {
        const text = await said()
        return text.startsWith('Syncing') ? null : text
      })
    },
    toast: said,
  }
}
