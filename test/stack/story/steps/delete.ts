import type { Step } from '../step.ts'
import { bornInCalendar, bornInCrm } from './add.ts'
import { choose, equalSides, onNeither, told } from './expect.ts'

export const deleteInCrm: Step = {
  id: 'delete-crm',
  name: 'Delete an appointment in the CRM, press Sync',
  async run(scene) {
    const { title } = choose((await scene.sides()).appointments, bornInCrm)
    await scene.crm.remove(title)
    told(await scene.crm.overlay.sync(), '1 removed')
    onNeither(await equalSides(scene), title)
  },
}

export const deleteInCalendar: Step = {
  id: 'delete-calendar',
  name: 'Delete an event in the calendar, press Sync in the CRM',
  async run(scene) {
    const { title } = choose((await scene.sides()).events, bornInCalendar)
    await scene.calendar.remove(title)
    told(await scene.crm.overlay.sync(), '1 removed')
    onNeither(await equalSides(scene), title)
  },
}
