import type { BrowserContext, Page } from 'playwright-core'
import { extensionWindow, openExtensionWindow } from '../browser/extension-window.ts'
import { killWorker } from '../browser/worker.ts'
import { ann, type Person } from '../crm/people.ts'
import type { Stack } from '../stack.ts'
import type { BothSides } from './both-sides.ts'
import { type CalendarPage, calendarPage } from './pages/calendar-page.ts'
import { type CrmPage, crmPage } from './pages/crm-page.ts'
import { type PopupPage, popupPage } from './pages/popup-page.ts'
import { readBothSides } from './read-both-sides.ts'

/** Where the story happens: one person, their CRM and calendar on the desk, and the extension's own window. */
export type Scene = {
  readonly stack: Stack
  readonly context: BrowserContext
  readonly person: Person
  readonly desk: Page
  readonly crm: CrmPage
  readonly calendar: CalendarPage
  /** The extension's popup in a window of its own: opened, or the one that is open. */
  popup(): Promise<PopupPage>
  /** The page of that window, where one is open. */
  popupPage(): Page | null
  /** Stops the extension's worker, as a crash does. */
  kill(): Promise<void>
  /** When that was last, epoch ms. */
  killedAt(): number | null
  sides(): Promise<BothSides>
  /** Where a step may put a picture of what the desk does not show. */
  readonly picturesDir: string | null
  /** Requests so far, per host; at Supabase those of the extension only. */
  requests(): Record<string, number>
}

const popupFile = 'popup.html'
const popupSize = { width: 400, height: 640 }

/** Opens the desk in the browser's first tab. */
export async function openScene(
  stack: Stack,
  context: BrowserContext,
  deskUrl: string,
  picturesDir: string | null = null,
): Promise<Scene> {
  const desk = context.pages()[0] ?? (await context.newPage())
  await desk.goto(deskUrl)
  let killedAt: number | null = null
  return {
    stack,
    context,
    person: ann,
    desk,
    picturesDir,
    crm: crmPage(desk.frameLocator('iframe[name=crm]')),
    calendar: calendarPage(desk.frameLocator('iframe[name=calendar]')),
    popup: async () => popupPage(await openExtensionWindow(context, popupFile, popupSize)),
    popupPage: () => extensionWindow(context, popupFile),
    async kill() {
      killedAt = Date.now()
      await killWorker(context)
    },
    killedAt: () => killedAt,
    sides: () => readBothSides(stack, ann),
    requests: () => stack.requests(),
  }
}
