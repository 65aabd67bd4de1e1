import type { Page } from 'playwright-core'
import { ann, demoPassword, type Person } from '../stack/crm/people.ts'
import { type ConsentPage, consentWindow } from '../stack/story/pages/consent-page.ts'
import { type CrmPage, crmPage } from '../stack/story/pages/crm-page.ts'
import type { Live } from './live-extension.ts'

export const signIn = (live: Live, person: Person = ann) => live.popup.signIn(person.email, demoPassword)

/** Presses Connect in the popup; answers the consent window it opens. */
export async function askConsent(live: Live, email: string = ann.email): Promise<ConsentPage> {
  const opening = consentWindow(live.context, live.stack.googleUrl)
  await live.popup.connect(email)
  return opening
}

/** Signed in, connected, first sync done, both sides equal. */
export async function connectAndSync(live: Live, person: Person = ann): Promise<void> {
  await signIn(live, person)
  await (await askConsent(live, person.email)).allow(person.email)
  await live.popup.showPreview()
  await live.popup.start()
  await live.equal()
}

/** The CRM's Appointments page in a tab of its own, signed in, with the extension's buttons. */
export async function openCrm(live: Live, person: Person = ann): Promise<CrmPage & { readonly tab: Page }> {
  const tab = await live.context.newPage()
  await tab.goto(`${live.stack.crm.url}/?email=${person.email}&password=${demoPassword}`)
  const crm = crmPage(tab)
  await crm.signIn()
  await crm.openAppointments()
  return { ...crm, tab }
}
