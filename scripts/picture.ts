/**
 * `node scripts/picture.ts`: makes docs/in-the-crm.png, the CRM's Appointments page after a real sync of real edits on
 * both sides.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchBrowser } from '../test/stack/browser/launch-browser.ts'
import { newProfile } from '../test/stack/browser/profile.ts'
import { ann } from '../test/stack/crm/people.ts'
import { openDesk } from '../test/stack/desk/open-desk.ts'
import { startStack } from '../test/stack/stack.ts'
import { calendarPage } from '../test/stack/story/pages/calendar-page.ts'
import { crmPage } from '../test/stack/story/pages/crm-page.ts'
import { openScene } from '../test/stack/story/scene.ts'
import { connect } from '../test/stack/story/steps/connect.ts'
import { firstSync, preview } from '../test/stack/story/steps/first-sync.ts'
import { signInToCrm, signInToExtension } from '../test/stack/story/steps/sign-in.ts'

const path = 'docs/in-the-crm.png'
const expected = '3 imported, 2 exported, 1 updated'

const dataDir = await mkdtemp(join(tmpdir(), 'calendar-sync-picture-'))
const profileDir = newProfile()
const stack = await startStack({ dataDir })
const desk = await openDesk(stack)
const size = { width: 1200, height: 780 }
const context = await launchBrowser({ extensionDir: stack.extensionDir, headless: true, profileDir, size })
try {
  const scene = await openScene(stack, context, desk.url)
  desk.watch(scene)
  for (const step of [signInToCrm, signInToExtension, connect, preview, firstSync]) await step.run(scene)

  const calendarTab = await context.newPage()
  await calendarTab.goto(`${stack.googleUrl}/calendar?person=${encodeURIComponent(ann.email)}`)
  const calendar = calendarPage(calendarTab)
  await calendar.add({ title: 'Kick-off', daysAhead: 2, start: '10:00', end: '10:30' })
  await calendar.add({ title: 'Dentist', daysAhead: 4, start: '15:00', end: '15:30' })
  await calendar.add({ title: 'Team lunch', daysAhead: 5, start: '12:30', end: '13:30' })

  const crmTab = await context.newPage()
  await crmTab.goto(`${stack.crm.url}/appointments`)
  const crm = crmPage(crmTab)
  await crm.add({ title: 'Lunch with Nora', daysAhead: 1, start: '12:00', end: '13:00' })
  await crm.add({ title: 'Handover', daysAhead: 3, start: '09:00', end: '09:30' })
  await crm.edit('Site visit', { location: 'Second floor' })

  const said = await crm.overlay.sync()
  if (!said.startsWith(expected)) throw new Error(`The toast should say “${expected}” but says “${said}”`)
  await crmTab.mouse.move(0, 0)
  await crm.sees('Dentist')
  await crmTab.evaluate(() => window.scrollTo(0, 0))
  await crmTab.screenshot({ path })
  console.log(`${path}: ${said}`)
} finally {
  await context.close()
  await desk.close()
  await stack.close()
  for (const folder of [dataDir, profileDir]) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}
