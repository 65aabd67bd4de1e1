import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ann, ben, globex, type Person } from '../stack/crm/people.ts'
import { consentWindow } from '../stack/story/pages/consent-page.ts'
import { type Live, openLive, startLiveStack } from './live-extension.ts'
import { askConsent, signIn } from './live-steps.ts'
import { addAppointment, addEvent } from './something-of-everything.ts'

/** Connecting through the real consent window, with every way it can end. */
let stack: Awaited<ReturnType<typeof startLiveStack>>
let live: Live

beforeAll(async () => {
  stack = await startLiveStack()
}, 120_000)
afterAll(() => stack?.close())

const accountsOf = (person: Person) =>
  stack.stack.backend.sql<{ email: string; connected: boolean; organization_id: string }>(
    'select email, connected, organization_id from calendar_accounts where user_id = $1 order by email',
    [person.id],
  )
const button = (name: string | RegExp) => live.popup.page.getByRole('button', { name })

describe('an attempt that comes to nothing', () => {
  beforeAll(async () => {
    live = await openLive(stack.stack)
    await signIn(live)
  })
  afterAll(() => live.closeBrowser())
  afterEach(async () => {
    // The words are spoken before they stand there.
    if (await button('Not now').isVisible()) await button('Not now').click()
    await live.popup.page.getByRole('tab', { name: 'Overview' }).waitFor()
    expect(await accountsOf(ann)).toEqual([])
    expect(await live.rows('accounts')).toEqual([])
  })

  test('consent refused', async () => {
    await (await askConsent(live)).cancel()
    await live.hears('You did not allow access. Nothing was connected.')
  })

  test('window closed', async () => {
    await (await askConsent(live)).page.close()
    await live.hears('The window was closed before you finished. Nothing was connected.')
  })

  test('calendar box left unticked', async () => {
    const consent = await askConsent(live)
    await consent.page.getByRole('checkbox', { name: /edit events/ }).uncheck()
    await consent.allow(ann.email)
    await live.hears(
      /Google did not give access to the calendar\..* Try again and leave the calendar box(es)? ticked\./,
    )
  })

  test('cancelled in the popup: the window goes too', async () => {
    const consent = await askConsent(live)
    await live.hears('Finish in the Google window')
    const closed = consent.page.waitForEvent('close')
    await button('Cancel').click()
    await closed
    await live.hears('No calendar connected')
  })

  test('the worker dies while the window is open: said, and it can be tried again', async () => {
    const consent = await askConsent(live)
    await live.kill()
    await live.send('showConsentWindow', {})
    await live.hears('Nothing was connected.')
    if (!consent.page.isClosed()) await consent.page.close()
  })

  test('Google is away after the consent', async () => {
    const consent = await askConsent(live)
    stack.stack.google.misbehave.fail({ status: 500, seconds: 60 })
    await consent.allow(ann.email)
    await live.hears('Google does not answer. Nothing was connected.')
    stack.stack.google.misbehave.clear()
  })
})

describe('an account', () => {
  beforeAll(async () => {
    live = await openLive(stack.stack)
    await signIn(live)
  })
  afterAll(() => live.closeBrowser())

  test('popup closed while the consent window is open: a reopened one shows how far it is', async () => {
    const consent = await askConsent(live)
    await live.popup.page.goto('about:blank')
    await live.popup.page.goBack()
    await live.hears('Finish in the Google window')
    await live.popup.page.goto('about:blank')
    await consent.allow(ann.email)
    await live.popup.page.goBack()
    await button('Show the preview').waitFor()
    const before = await live.sides()
    await live.popup.showPreview()
    expect(await live.sides(), 'nothing is written before the yes').toEqual(before)
    await live.popup.start()
    await live.equal()
  })

  test('D07: disconnecting leaves both sides as they are and stops', async () => {
    const before = await live.sides()
    const { revision } = { revision: stack.stack.google.revision() }
    await button(/^More for/).click()
    await button(/^Disconnect/).click()
    await live.hears('Appointments and events stay where they are. They stop matching.')
    await button('Disconnect').last().click()
    await live.hears('No calendar connected')
    await live.sync()
    const after = await live.sides()
    expect([after.appointments, after.events]).toEqual([before.appointments, before.events])
    expect(stack.stack.google.revision()).toBe(revision)
    expect(await accountsOf(ann)).toMatchObject([{ connected: false }])
  })

  test('D07: connecting again later links the old ones; what changed meanwhile goes over, nothing doubles', async () => {
    const before = await live.sides()
    const [moved] = before.events.filter(({ title }) => title === 'Client call')
    stack.stack.google.edit(ann.email, moved?.id ?? '', { summary: 'Client call, later' })
    await stack.stack.backend.sql('update appointments set title = $1 where title = $2', [
      'Site visit, later',
      'Site visit',
    ])
    await addAppointment(live, 'Made while away')
    addEvent(live, 'Planned while away')
    await (await askConsent(live)).allow(ann.email)
    await live.equal()
    await live.hears('In sync as of')
    const { appointments, events } = await live.sides()
    expect(appointments).toHaveLength(before.appointments.length + 2)
    expect(events).toHaveLength(before.events.length + 2)
    for (const title of ['Client call, later', 'Site visit, later', 'Made while away', 'Planned while away']) {
      expect(appointments.filter((each) => each.title === title)).toHaveLength(1)
      expect(events.filter((each) => each.title === title)).toHaveLength(1)
    }
    expect(await accountsOf(ann)).toMatchObject([{ connected: true }])
    expect(stack.stack.google.mails).toEqual([])
  })
})

test('a user in two organizations is asked for which it is; imports go there', async () => {
  await stack.stack.backend.sql('insert into user_organizations (user_id, organization_id) values ($1, $2)', [
    ben.id,
    globex.id,
  ])
  addEvent({ stack: stack.stack }, 'Only in the calendar', ben)
  live = await openLive(stack.stack, ben)
  await signIn(live, ben)
  await live.popup.connect(ben.email)
  await live.hears('Which organization is this calendar for?')
  const opening = consentWindow(live.context, stack.stack.googleUrl)
  await live.popup.page.getByRole('radio', { name: 'Globex' }).check()
  await button('Continue').click()
  await (await opening).allow(ben.email)
  await live.popup.showPreview()
  expect(await accountsOf(ben)).toMatchObject([{ organization_id: globex.id, connected: true }])
  await live.popup.start()
  const { sql } = stack.stack.backend
  const mine = await sql('select title, organization_id from appointments where owner_id = $1 order by title', [ben.id])
  expect(mine).toContainEqual({ title: 'Only in the calendar', organization_id: globex.id })
  const events = stack.stack.google.events(ben.email).map(({ summary }) => summary)
  expect(events, 'what is of Acme stays out').toHaveLength(2)
  expect(events).toEqual(expect.arrayContaining(['Only in the calendar', 'Planning with Ben']))
  await live.closeBrowser()
})
