import type { FrameLocator, Locator, Page } from 'playwright-core'
import { pause } from '../../browser/time-limit.ts'
import { dayAhead, type NewMeeting } from './new-meeting.ts'

/** The person's web calendar, worked with as a person does. */
export type CalendarPage = {
  add(meeting: NewMeeting): Promise<void>
  edit(title: string, changes: { readonly title?: string; readonly location?: string }): Promise<void>
  remove(title: string): Promise<void>
  /** Turns the pages until the event is on screen. @throws Error when it is in none of the next weeks. */
  sees(title: string): Promise<void>
  /** The revision of the stand-in that is drawn; the page looks for a newer one all the time. */
  revision(): Promise<number>
}

const weeks = 4

export function calendarPage(scope: FrameLocator | Page): CalendarPage {
  const press = (name: string) => scope.getByRole('button', { name, exact: true }).click()
  const editor = scope.getByRole('dialog')
  const event = (title: string) => scope.locator(`[data-event-id][data-title="${quoted(title)}"]`).first()

  const range = scope.locator('[data-range]')

  /** Turns to another week and waits until it is drawn; Today in this week changes nothing. */
  async function turn(name: string): Promise<void> {
    const before = await range.innerText()
    await press(name)
    for (let tries = 0; tries < 8 && (await range.innerText()) === before; tries += 1) await pause(100)
  }

  async function find(title: string): Promise<Locator> {
    if (await isThere(event(title))) return event(title)
    await turn('Today')
    for (let week = 0; week < weeks; week += 1) {
      if (await isThere(event(title))) return event(title)
      await turn('Next week')
    }
    throw new Error(`“${title}” is not in the calendar on screen`)
  }

  async function save(): Promise<void> {
    await editor.getByRole('button', { name: 'Save' }).click()
    await editor.waitFor({ state: 'hidden' })
  }

  return {
    async add({ title, daysAhead, start, end }) {
      await press('Add event')
      await editor.getByLabel('Title').fill(title)
      await editor.getByLabel('Start day').fill(dayAhead(daysAhead))
      await editor.getByLabel('Start time').fill(start)
      await editor.getByLabel('End day').fill(dayAhead(daysAhead))
      await editor.getByLabel('End time').fill(end)
      await save()
      await find(title)
    },
    async edit(title, changes) {
      await (await find(title)).click()
      if (changes.title !== undefined) await editor.getByLabel('Title').fill(changes.title)
      if (changes.location !== undefined) await editor.getByLabel('Place').fill(changes.location)
      await save()
    },
    async remove(title) {
      await (await find(title)).click()
      await editor.getByRole('button', { name: 'Delete' }).click()
      await editor.waitFor({ state: 'hidden' })
    },
    sees: async (title) => void (await find(title)),
    revision: async () => Number(await scope.locator('[data-revision]').getAttribute('data-revision')),
  }
}

/** The page draws itself anew a moment after a change. */
async function isThere(locator: Locator): Promise<boolean> {
  for (let tries = 0; tries < 6; tries += 1) {
    if (await locator.isVisible()) return true
    await pause(150)
  }
  return false
}

const quoted = (text: string) => text.replace(/["\\]/g, '\\$&')
