import { syncAlarm } from '../../../../entrypoints/background/alarms.ts'
import { ringAlarm } from '../../browser/alarm.ts'
import { eventually } from '../../browser/time-limit.ts'
import { readProgress } from '../read-progress.ts'
import type { Step } from '../step.ts'
import { equalSides, onBoth, unused } from './expect.ts'

export const byItself: Step = {
  id: 'by-itself',
  name: 'The alarm syncs by itself, nobody presses anything',
  async run(scene) {
    const automaticRuns = async () => (await readProgress(scene.stack, scene.person, null)).automaticRuns
    const before = await automaticRuns()
    const title = unused(await scene.sides(), 'Team lunch')
    await scene.calendar.add({ title, daysAhead: 5, start: '12:30', end: '13:30' })
    await ringAlarm(scene.context, syncAlarm)
    onBoth(await equalSides(scene, 15_000), title)
    await eventually('the log showing a run of the alarm', async () => (await automaticRuns()) > before)
    await scene.crm.sees(title)
  },
}
