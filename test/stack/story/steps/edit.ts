import type { Step } from '../step.ts'
import { check, choose, equalSides, onBoth, only, told } from './expect.ts'

export const editInCrm: Step = {
  id: 'edit-crm',
  name: 'Change an appointment in the CRM, press Sync',
  async run(scene) {
    const appointment = choose((await scene.sides()).appointments, 'Site visit')
    const title = `${appointment.title}, moved`
    await scene.crm.edit(appointment.title, { title, location: 'Second floor' })
    told(await scene.crm.overlay.sync(), '1 updated')
    const { events } = await equalSides(scene)
    check(only(events, title, 'calendar').location === 'Second floor', 'The place did not arrive in the calendar')
    await scene.calendar.sees(title)
  },
}

export const editInCalendar: Step = {
  id: 'edit-calendar',
  name: 'Change an event in the calendar, press Sync in the CRM',
  async run(scene) {
    const event = choose((await scene.sides()).events, 'Client call')
    const title = `${event.title}, confirmed`
    await scene.calendar.edit(event.title, { title })
    told(await scene.crm.overlay.sync(), '1 updated')
    onBoth(await equalSides(scene), title)
    await scene.crm.sees(title)
  },
}
