import { expect, test } from 'vitest'
import { linkedCount } from '../../entrypoints/background/views.ts'
import { ann, openOffice, tomorrow } from '../sync/office.ts'

test('what the popup says was checked is what is linked, however many rounds a sync took', async () => {
  const office = await openOffice()
  const device = office.openDevice()
  await office.addAppointment('Site visit', tomorrow(9), tomorrow(10))
  await office.addAppointment('Same', tomorrow(13), tomorrow(14))
  const insert = (summary: string, hour: number) =>
    office.google.insert(ann, { summary, start: { dateTime: tomorrow(hour) }, end: { dateTime: tomorrow(hour + 1) } })
  const quote = insert('Roof quote', 11)
  insert('Same', 13)
  expect(linkedCount(await device.firstSync())).toBe(3)
  office.google.remove(ann, quote.id ?? '')
  expect(linkedCount(await device.sync())).toBe(2)
  await office.addAppointment('Another', tomorrow(15), tomorrow(16))
  expect(linkedCount(await device.sync())).toBe(3)
  await office.close()
})
