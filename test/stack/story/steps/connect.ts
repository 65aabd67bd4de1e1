import { eventually } from '../../browser/time-limit.ts'
import { consentWindow } from '../pages/consent-page.ts'
import { readProgress } from '../read-progress.ts'
import type { Step } from '../step.ts'

export const connect: Step = {
  id: 'connect',
  name: 'Connect the calendar through the consent page',
  async run(scene) {
    await scene.popupPage()?.close()
    await scene.crm.overlay.connect()
    await eventually('the popup opening', () => scene.popupPage() !== null)
    const popup = await scene.popup()
    const opening = consentWindow(scene.context, scene.stack.googleUrl)
    await popup.connect(scene.person.email)
    const consent = await opening
    if (scene.picturesDir) await consent.page.screenshot({ path: `${scene.picturesDir}/consent-page.png` })
    await consent.allow(scene.person.email)
    await eventually('the account standing in the database', async () => {
      return (await readProgress(scene.stack, scene.person, null)).isConnected
    })
    await (await scene.popup()).page.getByRole('button', { name: 'Show the preview' }).waitFor()
  },
}
