import type { Step } from '../step.ts'
import { equalSides, onBoth, told, unused } from './expect.ts'

export const bornInCrm = 'Lunch with Nora'
export const bornInCalendar = 'Dentist'

export const addInCrm: Step = {
  id: 'add-crm',
  name: 'Add an appointment in the CRM, press Sync',
  async run(scene) {
    const title = unused(await scene.sides(), bornInCrm)
    await scene.crm.add({ title, daysAhead: 3, start: '12:00', end: '13:00' })
    told(await scene.crm.overlay.sync(), '1 exported')
    onBoth(await equalSides(scene), title)
    await scene.calendar.sees(title)
  },
}

export const addInCalendar: Step = {
  id: 'add-calendar',
  name: 'Add an event in the calendar, press Sync in the CRM',
  async run(scene) {
    const title = unused(await scene.sides(), bornInCalendar)
    await scene.calendar.add({ title, daysAhead: 4, start: '15:00', end: '15:30' })
    told(await scene.crm.overlay.sync(), '1 imported')
    onBoth(await equalSides(scene), title)
    await scene.crm.sees(title)
  },
}
