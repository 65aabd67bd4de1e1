import type { FrameLocator, Page } from 'playwright-core'
import { dayAhead, type NewMeeting } from './new-meeting.ts'
import { type Overlay, overlay } from './overlay.ts'

/** The demo CRM, worked with as a person does; see crm/README.md for its labels. */
export type CrmPage = {
  /** The extension's buttons in it. */
  readonly overlay: Overlay
  /** Presses the button of the form that the desk has filled in. */
  signIn(): Promise<void>
  isSignedIn(): Promise<boolean>
  openAppointments(): Promise<void>
  add(meeting: NewMeeting): Promise<void>
  edit(title: string, changes: { readonly title?: string; readonly location?: string }): Promise<void>
  remove(title: string): Promise<void>
  /** @throws Error when the appointment does not appear in the list. */
  sees(title: string): Promise<void>
}

export function crmPage(scope: FrameLocator | Page): CrmPage {
  const dialog = scope.getByRole('dialog')
  const press = (name: string) => scope.getByRole('button', { name, exact: true }).first().click()
  const menu = scope.getByRole('navigation', { name: 'Main' })

  async function save(): Promise<void> {
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
  }

  return {
    overlay: overlay(scope),
    async signIn() {
      await press('Sign in')
      await menu.waitFor()
    },
    isSignedIn: () => menu.isVisible(),
    async openAppointments() {
      await menu.getByRole('link', { name: 'Appointments' }).click()
      await scope.getByRole('heading', { name: 'Appointments', exact: true }).waitFor()
    },
    async add({ title, daysAhead, start, end }) {
      await press('Add appointment')
      await dialog.getByLabel('Title').fill(title)
      await dialog.getByLabel('Starts').fill(`${dayAhead(daysAhead)}T${start}`)
      await dialog.getByLabel('Ends').fill(`${dayAhead(daysAhead)}T${end}`)
      await save()
    },
    async edit(title, changes) {
      await press(`Edit ${title}`)
      if (changes.title !== undefined) await dialog.getByLabel('Title').fill(changes.title)
      if (changes.location !== undefined) await dialog.getByLabel('Location').fill(changes.location)
      await save()
    },
    async remove(title) {
      await press(`Delete ${title}`)
      await dialog.getByRole('button', { name: 'Delete' }).click()
      await dialog.waitFor({ state: 'hidden' })
    },
    async sees(title) {
      const row = scope.locator('[data-appointment-id]').filter({ has: scope.getByText(title, { exact: true }) })
      await row.first().waitFor()
      await row.first().scrollIntoViewIfNeeded()
    },
  }
}
