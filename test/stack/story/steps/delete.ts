import type { Step } from '../step.ts'
import { bornInCalendar, bornInCrm } from './add.ts'
import { equalSides, onNeither, told } from './expect.ts'

export const deleteInCrm: Step = {
  id: 'delete-crm',
  name: 'Delete an appointment in the CRM, press Sync',
  async run(scene) {
    await scene.crm.remove(bornInCrm)
    told(await scene.crm.overlay.sync(), '1 removed')
    onNeither(await equalSides(scene), bornInCrm)
  },
}

export const deleteInCalendar: Step = {
  id: 'delete-calendar',
  name: 'Delete an event in the calendar, press Sync in the CRM',
  async run(scene) {
    await scene.calendar.remove(bornInCalendar)
    told(await scene.crm.overlay.sync(), '1 removed')
    onNeither(await equalSides(scene), bornInCalendar)
  },
}
