import { writeFile } from 'node:fs/promises'
import { openRealPopup } from '../../browser/real-popup.ts'
import { eventually } from '../../browser/time-limit.ts'
import type { Step } from '../step.ts'

export const toolbar: Step = {
  id: null,
  name: 'The popup at the toolbar tells how things stand',
  async run(scene) {
    await scene.popupPage()?.close()
    await scene.desk.bringToFront()
    const popup = await openRealPopup(scene.context)
    try {
      await eventually('the popup saying that all is in sync', async () =>
        (await popup.evaluate<string>('document.body.innerText')).includes('In sync as of'),
      )
      if (scene.picturesDir) await writeFile(`${scene.picturesDir}/popup-at-the-toolbar.png`, await popup.screenshot())
    } finally {
      await popup.close()
    }
  },
}
