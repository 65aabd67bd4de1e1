import type { Step } from '../step.ts'
import { equalSides, onBoth, told } from './expect.ts'

export const bornInCrm = 'Lunch with Nora'
export const bornInCalendar = 'Dentist'

export const addInCrm: Step = {
  id: 'add-crm',
  name: 'Add an appointment in the CRM, press Sync',
  async run(scene) {
    await scene.crm.add({ title: bornInCrm, daysAhead: 3, start: '12:00', end: '13:00' })
    told(await scene.crm.overlay.sync(), '1 exported')
    onBoth(await equalSides(scene), bornInCrm)
    await scene.calendar.sees(bornInCrm)
  },
}

export const addInCalendar: Step = {
  id: 'add-calendar',
  name: 'Add an event in the calendar, press Sync in the CRM',
  async run(scene) {
    await scene.calendar.add({ title: bornInCalendar, daysAhead: 4, start: '15:00', end: '15:30' })
    told(await scene.crm.overlay.sync(), '1 imported')
    onBoth(await equalSides(scene), bornInCalendar)
    await scene.crm.sees(bornInCalendar)
  },
}
