import type { Step } from '../step.ts'
import { check, equalSides } from './expect.ts'

export const preview: Step = {
  id: 'first-sync',
  name: 'Choose the calendars and read the preview; nothing is written before the yes',
  async run(scene) {
    const before = await scene.sides()
    const counts = await (await scene.popup()).showPreview()
    const after = await scene.sides()
    check(JSON.stringify(before) === JSON.stringify(after), 'The preview has written something')
    const ahead = before.appointments.filter(({ isPast }) => !isPast).length
    check(
      counts.toCalendar + counts.linked === ahead,
      `The preview counts ${counts.toCalendar} for the calendar and ${counts.linked} linked, but ${ahead} appointments lie ahead`,
    )
    check(counts.toCrm > 0, 'The preview finds nothing to add to the CRM')
  },
}

export const firstSync: Step = {
  id: 'first-sync',
  name: 'Start the first sync, both ways',
  async run(scene) {
    await (await scene.popup()).start()
    const { appointments } = await equalSides(scene)
    check(scene.stack.google.mails.length === 0, 'Mails went out to guests')
    await scene.crm.sees(appointments.findLast(({ isPast }) => !isPast)?.title ?? '')
  },
}
