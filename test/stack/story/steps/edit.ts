import type { Step } from '../step.ts'
import { check, equalSides, onBoth, only, told } from './expect.ts'

export const editInCrm: Step = {
  id: 'edit-crm',
  name: 'Change an appointment in the CRM, press Sync',
  async run({ crm, ...scene }) {
    const [appointment] = (await scene.sides()).appointments.filter(({ isPast, title }) => !isPast && title !== 'Busy')
    check(appointment !== undefined, 'There is no appointment ahead to change')
    const title = `${appointment.title}, moved`
    await crm.edit(appointment.title, { title, location: 'Second floor' })
    told(await crm.overlay.sync(), '1 updated')
    const sides = await equalSides({ crm, ...scene })
    check(only(sides.events, title, 'calendar').location === 'Second floor', 'The place did not arrive in the calendar')
    await scene.calendar.sees(title)
  },
}

export const editInCalendar: Step = {
  id: 'edit-calendar',
  name: 'Change an event in the calendar, press Sync in the CRM',
  async run({ calendar, ...scene }) {
    const { events, links } = await scene.sides()
    const event = events.find(
      ({ id, isPast, isPrivate }) => !isPast && !isPrivate && links.some(({ eventId }) => eventId === id),
    )
    check(event !== undefined, 'There is no event ahead to change')
    const title = `${event.title}, confirmed`
    await calendar.edit(event.title, { title })
    told(await scene.crm.overlay.sync(), '1 updated')
    onBoth(await equalSides({ calendar, ...scene }), title)
    await scene.crm.sees(title)
  },
}
