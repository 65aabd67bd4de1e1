import { demoPassword } from '../../crm/people.ts'
import type { Step } from '../step.ts'

export const signInToCrm: Step = {
  id: 'crm-sign-in',
  name: 'Sign in to the CRM page',
  async run(scene) {
    await scene.crm.signIn()
    await scene.crm.openAppointments()
  },
}

export const signInToExtension: Step = {
  id: 'extension-sign-in',
  name: 'Sign in to the extension',
  async run(scene) {
    const popup = await scene.popup()
    await popup.signIn(scene.person.email, demoPassword)
  },
}
