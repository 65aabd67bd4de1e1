import { mkdirSync, writeFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { AccountView } from '../../lib/store/views.ts'
import { openRealPopup } from '../stack/browser/real-popup.ts'
import { openPopupBench, type PopupBench, popupSize } from './popup-extension.ts'
import { google, needs, preview, type StateName, type Stored, states } from './popup-states.ts'

const pictures = 'test-output/popup'
const limit = 60_000
let bench: PopupBench

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  bench = await openPopupBench()
}, limit)
afterEach(async () => {
  for (const page of bench.context.pages().slice(1)) await page.close()
  await bench.calls()
})
afterAll(() => bench?.close(), limit)

async function show(state: StateName | Stored, file = 'popup.html', size = popupSize): Promise<Page> {
  await bench.store(typeof state === 'string' ? states[state] : state)
  return bench.open(file, size)
}

/** Both themes: no finding of axe, nothing wider than the window; the pictures are for people to look at. */
async function inspect(page: Page, name: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
    const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(width, 'pixels that stick out').toBe(0)
    await page.screenshot({ path: `${pictures}/${name}-${colorScheme}.png` })
  }
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const main = (page: Page) => page.getByRole('main')
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.textContent || document.activeElement?.getAttribute('aria-label'))

const sentences: Record<StateName, readonly (string | RegExp)[]> = {
  'not-configured': ['Where is your CRM?'],
  'signed-out': ['Sign in to your CRM', 'crm.example.com'],
  'session-ended': ['You were signed out. Sign in and the sync goes on.'],
  'none-connected': ['No calendar connected'],
  'connect-waiting': ['Finish in the Google window', 'You can close this one.'],
  'connect-organization': ['Which organization is this calendar for?', 'Globex'],
  'connect-closed': ['The window was closed before you finished. Nothing was connected.'],
  'connect-refused': ['You did not allow access. Nothing was connected.'],
  'connect-partly': ['leave the calendar box ticked'],
  'connect-other-person': ['another address than ann@example.com'],
  'connect-unavailable': ['Google does not answer. Nothing was connected.'],
  'connect-not-set-up': ['Calendar accounts table not set up', 'run the migration that comes with Calendar Sync'],
  'choose-calendars': ['Which calendars should match?', 'Nothing is changed yet.'],
  unseen: ['Connected, not synced yet'],
  comparing: ['Comparing your CRM and Google…'],
  'preview-waits': ['Your first sync is ready', '41 to add here, 3 there, 2 linked.'],
  'first-sync': ['First sync', /1,240 of 10,000 done, about \d+ minutes left/, 'Google asks us to slow down.'],
  'first-sync-begins': ['First sync', '3 of 46'],
  'in-sync': [
    /In sync as of \d/,
    '212 appointments checked.',
    'Work · both ways',
    'into the CRM',
    '3 imported, 2 exported',
  ],
  limited: [/In sync as of \d/, 'Google signs you out after about an hour.'],
  'syncing-unknown': ['Syncing…'],
  'syncing-counted': ['Syncing… 12 of 40'],
  'needs-you': [
    '5 things need you',
    'Google wants you to sign in again',
    '14 deletions are on hold',
    '“Quarterly review” was changed in the CRM',
    '3 guests do not know yet. Nothing is sent. The change stays in the CRM.',
    '“Site visit” was changed in both places',
    '“Partner lunch” is not synced',
  ],
  paused: ['Paused', 'Changes wait on both sides.'],
  'wait-until': ['Google asks us to wait', /Next try at .* Nothing is lost\./],
  'other-computer': ['Syncing on your other computer'],
  'crm-silent': ['Your CRM does not answer', /We try again at/],
  'calendar-silent': ['Google does not answer'],
  'not-set-up': ['Calendar accounts table not set up'],
  'no-organization': ['Organization not found', 'Then check again.'],
  'admin-approval': ['Your company must allow this', 'Google says an admin has to approve Calendar Sync.'],
  'may-not-write': ['You may not write to this calendar'],
  stopped: ['The last sync did not finish', /We try again at/],
  'never-synced': ['Not synced yet'],
}

// First of all: every page that is opened later gives the browser's window its own small size.
test('at the toolbar its content is 384 wide, whatever the screen, and nothing sticks out', {
  timeout: limit,
}, async () => {
  await bench.store(states['needs-you'])
  await bench.context.pages()[0]?.bringToFront()
  const popup = await openRealPopup(bench.context)
  try {
    const size = () =>
      popup.evaluate<{ body: number; room: number; sticksOut: number }>(`
        (async () => {
          while (!document.querySelector('.need')) await new Promise((go) => setTimeout(go, 20))
          const { scrollWidth } = document.documentElement
          return {
            body: document.body.getBoundingClientRect().width,
            room: Math.min(innerWidth, 384),
            sticksOut: scrollWidth - innerWidth,
          }
        })()`)
    await expect.poll(size).toEqual({ body: 384, room: 384, sticksOut: 0 })
    writeFileSync(`${pictures}/toolbar.png`, await popup.screenshot())
  } finally {
    await popup.close()
  }
})

describe('every state says what is true, in both themes', () => {
  test.for(Object.entries(sentences) as [StateName, readonly (string | RegExp)[]][])(
    '%s',
    { timeout: limit },
    async ([name, texts]) => {
      const page = await show(name)
      for (const text of texts)
        await expect
          .poll(() =>
            main(page)
              .innerText()
              .then((all) => all.replaceAll('\n', ' ')),
          )
          .toMatch(text)
      expect(await page.getByRole('status').count()).toBe(1)
      await inspect(page, name)
    },
  )

  test('offline, with the last time it was in sync', { timeout: limit }, async () => {
    const page = await show('in-sync')
    await bench.context.setOffline(true)
    try {
      await main(page).getByText('You are offline').waitFor()
      await main(page).getByText('We go on when you are back.').waitFor()
      await inspect(page, 'offline')
    } finally {
      await bench.context.setOffline(false)
    }
  })
})

describe('signing in', () => {
  test('sends what was typed, and a refusal keeps the e-mail and marks the password', { timeout: limit }, async () => {
    await bench.answer('signIn', { kind: 'failed', reason: 'refused' })
    const page = await show('signed-out')
    expect(await page.getByLabel('E-mail').evaluate((field) => field === document.activeElement)).toBe(true)
    await page.keyboard.type('ann@example.com')
    await page.keyboard.press('Tab')
    await page.keyboard.type('wrong horse')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('E-mail or password is not right. Nothing was changed.').waitFor()
    expect(await bench.calls()).toEqual([
      { name: 'signIn', data: { email: 'ann@example.com', password: 'wrong horse' } },
    ])
    expect(await page.getByLabel('Password').getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('E-mail').inputValue()).toBe('ann@example.com')
    await inspect(page, 'signed-out-refused')

    await page.reload()
    expect(await page.getByLabel('E-mail').inputValue(), 'a reopened popup keeps the e-mail').toBe('ann@example.com')
    expect(await page.getByLabel('Password').inputValue(), 'but never a password').toBe('')
  })

  test('a CRM that does not answer is told with what is safe', { timeout: limit }, async () => {
    await bench.answer('signIn', { kind: 'failed', reason: 'unavailable' })
    const page = await show('signed-out')
    await page.getByLabel('E-mail').fill('ann@example.com')
    await page.getByLabel('Password').fill('x')
    await button(page, 'Sign in').click()
    await page.getByRole('alert').getByText('Your CRM does not answer. Nothing was changed.').waitFor()
  })
})

describe('connecting', () => {
  test('Google with an optional address; Outlook says why not', { timeout: limit }, async () => {
    await bench.answer('connectAccount', { kind: 'done' })
    const page = await show('none-connected', 'popup.html#connect')
    const outlook = page.getByRole('radio', { name: 'Outlook Calendar' })
    expect(await outlook.getAttribute('aria-disabled')).toBe('true')
    await page.getByText('Comes with a later version.').click({ force: true })
    expect(await outlook.isChecked()).toBe(false)
    expect(await page.getByRole('radio', { name: 'Google Calendar' }).isChecked()).toBe(true)
    await page.getByLabel('Calendar e-mail').fill('ann@example.com')
    await inspect(page, 'connect')
    await page.reload()
    expect(await page.getByLabel('Calendar e-mail').inputValue()).toBe('ann@example.com')
    await button(page, 'Connect Calendar').click()
    await expect
      .poll(bench.calls)
      .toEqual([
        { name: 'connectAccount', data: { provider: 'google', email: 'ann@example.com', organizationId: null } },
      ])
  })

  test('someone in several organizations says for which it is', { timeout: limit }, async () => {
    const page = await show('connect-organization')
    await page.getByRole('radio', { name: 'Globex' }).check()
    await button(page, 'Continue').click()
    const data = { provider: 'google', email: 'ann@example.com', organizationId: 'globex' }
    await expect.poll(bench.calls).toEqual([{ name: 'connectAccount', data }])
  })

  test('signing in again to an account that was set up goes straight back', { timeout: limit }, async () => {
    const page = await show('connect-waiting')
    const again = states['in-sync'].overview.map((overview) => ({
      ...overview,
      connect: { kind: 'choose' as const, accountId: google.id },
    }))
    await bench.store({ ...states['in-sync'], overview: again })
    await main(page).getByText('Google connected').waitFor()
    await main(page)
      .getByText(/In sync as of/)
      .waitFor()
  })

  test('the steps in the other window bring their views, also to a popup that was closed meanwhile', {
    timeout: limit,
  }, async () => {
    const page = await show('connect-waiting')
    await button(page, 'Show the window').click()
    await expect.poll(bench.calls).toEqual([{ name: 'showConsentWindow', data: {} }])
    await bench.store(states['choose-calendars'])
    await page.getByText('Which calendars should match?').waitFor()
    await page.close()
    const reopened = await bench.open('popup.html')
    await reopened.getByText('Which calendars should match?').waitFor()
  })

  test('calendars: directions and home are chosen, kept when reopened, and lead to the preview', {
    timeout: limit,
  }, async () => {
    await bench.answer('previewSync', 'never')
    const page = await show('choose-calendars')
    expect(await page.getByLabel('Team rota').locator('option').allInnerTexts()).toEqual(['Only into the CRM', 'Off'])
    await page.getByLabel('Work').selectOption('Only into the CRM')
    expect(await page.getByLabel('New CRM appointments go to').count(), 'no calendar takes appointments').toBe(0)
    await page.getByLabel('Work').selectOption('Off')
    expect(await button(page, 'Show the preview').getAttribute('aria-disabled')).toBe('true')
    await page.getByText('Choose at least one calendar.').waitFor()
    await inspect(page, 'choose-calendars-none')
    await page.getByLabel('Training').selectOption('Both ways')
    await page.reload()
    expect(await page.getByLabel('Training').inputValue()).toBe('two-way')
    await bench.store({ ...states.unseen })
    await button(page, 'Show the preview').click()
    await page.getByRole('heading', { name: 'Comparing your CRM and Google…' }).waitFor()
    const calendars = [
      { id: 'work', direction: 'off', isHome: false },
      { id: 'run', direction: 'two-way', isHome: true },
      { id: 'rota', direction: 'off', isHome: false },
    ]
    await expect.poll(bench.calls).toEqual([
      { name: 'configureCalendars', data: { accountId: google.id, calendars } },
      { name: 'forgetConnect', data: {} },
      { name: 'previewSync', data: {} },
    ])
    await inspect(page, 'preview-loading')
    await bench.store(states['preview-waits'])
    await page.getByRole('heading', { name: 'Your first sync with Google' }).waitFor()
    await bench.answer('previewSync', { kind: 'done' })
  })
})

describe('the preview', () => {
  test('shows counts and readers; Start sends the pairs to link', { timeout: limit }, async () => {
    const page = await show('preview-waits')
    await button(page, 'Show').click()
    expect(await focused(page)).toBe('Your first sync with Google')
    const counts = await page
      .locator('dl.stats > div')
      .evaluateAll((all) => all.map((each) => (each as HTMLElement).innerText.replace('\n', ' ')))
    expect(counts.toSorted()).toEqual(
      [
        'added to the CRM 41',
        'added to Google 3',
        'the same, linked 2',
        'looks the same: you decide 1',
        'deleted 0',
        'e-mails sent 0',
      ].toSorted(),
    )
    await page.getByText('Everyone in Acme will be able to read the 41 new appointments.').waitFor()
    await inspect(page, 'preview')
    await page.getByRole('radio', { name: 'No, keep both' }).check()
    await page.reload()
    expect(await page.getByRole('radio', { name: 'No, keep both' }).isChecked()).toBe(true)
    await page.getByRole('radio', { name: 'Yes, link them' }).check()
    await page.keyboard.press('Control+Enter')
    await expect.poll(bench.calls).toEqual([{ name: 'startFirstSync', data: { link: ['pair-1'] } }])
    await page.getByRole('tab', { name: 'Overview' }).waitFor()
  })

  test('says when more appeared, and who reads in a database without walls', { timeout: limit }, async () => {
    const stored: Stored = {
      ...states['preview-waits'],
      overview: states['preview-waits'].overview.map((overview) => ({
        ...overview,
        preview: { ...preview, grownBy: 2, readers: { kind: 'database' as const } },
      })),
    }
    const page = await show(stored)
    await button(page, 'Show').click()
    await page.getByText('2 more appeared since you looked. They wait for your yes.').waitFor()
    await page.getByText('Everyone in this database will be able to read the 41 new appointments.').waitFor()
    await button(page, 'Not now').click()
    await main(page).getByText('Your first sync is ready').waitFor()
    expect(await bench.calls()).toEqual([])
  })
})

describe('what needs the person', () => {
  test('held: keeping is primary, deleting names its effect, focus goes on to the next row', {
    timeout: limit,
  }, async () => {
    const page = await show('needs-you')
    await button(page, 'Look').click()
    expect(await focused(page)).toBe('14 deletions are on hold')
    await page
      .getByText('14 of 40 events are gone from Google. That is more than usual, so nothing was deleted.')
      .waitFor()
    await page.getByText('and 10 more').waitFor()
    await inspect(page, 'held')
    await page.keyboard.press('Escape')
    expect(await focused(page), 'closing returns focus to the opener').toBe('Look')
    expect(await bench.calls(), 'closing decides nothing').toEqual([])

    await button(page, 'Look').click()
    await button(page, 'Delete 14 in the CRM').click()
    await page.getByRole('main').getByText('Done. The other side follows with the next sync.').waitFor()
    expect(await bench.calls()).toEqual([{ name: 'releaseHeld', data: { needId: 'n2' } }])

    await button(page, 'Look').click()
    await bench.answer('dropHeld', 'never')
    await button(page, 'Keep all 14').click()
    expect(await button(page, 'Keep all 14').getAttribute('aria-busy')).toBe('true')
    await bench.store({ ...states['needs-you'], needs: [needs.reconnect, needs.conflict] })
    await main(page).getByText('2 things need you').waitFor()
    expect(await focused(page), 'the row is gone: the next one').toBe('Reconnect')
    expect(await bench.calls()).toEqual([{ name: 'dropHeld', data: { needId: 'n2' } }])
  })

  test('conflict: both versions are shown and one side is taken', { timeout: limit }, async () => {
    const page = await show('needs-you')
    await button(page, 'Choose').click()
    for (const text of ['was Site visit', 'Site visit with plans', 'Kitchen site visit'])
      await page.getByText(text, { exact: true }).waitFor()
    await inspect(page, 'conflict')
    await button(page, 'All from Google').click()
    await page.getByRole('main').getByText('Done. The other side follows with the next sync.').waitFor()
    expect(await bench.calls()).toEqual([{ name: 'resolveConflict', data: { mappingId: 'm4', side: 'calendar' } }])
  })

  test('a conflict that closes itself while it is open says so', { timeout: limit }, async () => {
    const page = await show('needs-you')
    await button(page, 'Choose').click()
    await page.getByRole('heading', { name: /Site visit/ }).waitFor()
    await bench.store(states['in-sync'])
    await page.getByRole('main').getByText('Both sides are equal again. Nothing to decide.').waitFor()
  })

  test('signing in again goes to the same account', { timeout: limit }, async () => {
    const page = await show('needs-you')
    await button(page, 'Reconnect').click()
    await expect.poll(bench.calls).toEqual([
      {
        name: 'connectAccount',
        data: { provider: 'google', email: google.email, organizationId: google.organizationId },
      },
    ])
  })
})

describe('accounts and runs', () => {
  test('pause, resume, save directions, disconnect after a question', { timeout: limit }, async () => {
    const page = await show('in-sync')
    await button(page, 'More for ann@example.com').click()
    expect(await focused(page)).toBe('ann@example.com')
    await inspect(page, 'account')
    await button(page, 'Pause').click()
    await expect.poll(bench.calls).toEqual([{ name: 'pauseAccount', data: { accountId: google.id, isPaused: true } }])
    await page.getByLabel('Training').selectOption('Only into the calendar')
    await button(page, 'Save').click()
    await page.getByRole('main').getByText('Saved. The next sync follows it.').waitFor()
    expect((await bench.calls()).map(({ name }) => name)).toEqual(['configureCalendars'])

    await button(page, 'More for ann@example.com').click()
    await button(page, 'Disconnect').click()
    await page.getByText('Appointments and events stay where they are. They stop matching.').waitFor()
    await inspect(page, 'disconnect')
    await button(page, 'Disconnect').click()
    await expect.poll(bench.calls).toEqual([{ name: 'disconnectAccount', data: { accountId: google.id } }])
    await page.getByRole('tab', { name: 'Overview' }).waitFor()
  })

  test('Sync now once, however often it is pressed; then it shows the progress', { timeout: limit }, async () => {
    await bench.answer('syncNow', 'never')
    const page = await show('in-sync')
    await button(page, 'Sync now').dblclick()
    await expect.poll(bench.calls).toEqual([{ name: 'syncNow', data: {} }])
    await bench.store(states['syncing-counted'])
    const bar = page.getByRole('progressbar')
    await bar.waitFor()
    expect(await bar.getAttribute('aria-valuenow')).toBe('12')
    expect(await bench.calls(), 'the second click').toEqual([])
    await expect.poll(() => page.getByRole('status').innerText(), { message: 'spoken' }).toMatch(/Syncing…/)
    await bench.store(states['in-sync'])
    await expect.poll(() => page.getByRole('status').innerText(), { message: 'spoken' }).toMatch(/In sync as of/)
    await bench.answer('syncNow', { kind: 'done' })
  })

  test('activity: what ran, what failed and why, never a success for an unfinished run', {
    timeout: limit,
  }, async () => {
    const page = await show('in-sync')
    await page.getByRole('tab', { name: 'Overview' }).focus()
    await page.keyboard.press('ArrowRight')
    expect(await focused(page)).toBe('Activity')
    expect(await page.getByRole('tab', { name: 'Activity' }).getAttribute('aria-selected')).toBe('true')
    const failedRun = page.getByRole('button', { name: /Stopped: the connection was lost/ })
    await failedRun.click()
    expect(await failedRun.getAttribute('aria-expanded')).toBe('true')
    await page.getByText('Not finished. The next sync goes on from there.').waitFor()
    await page.getByRole('button', { name: /3 imported, 2 exported/ }).click()
    await page.getByText('Added to Google').waitFor()
    await page.getByRole('button', { name: /Waited: Google was busy/ }).waitFor()
    await page.getByRole('button', { name: /1 left out/ }).waitFor()
    await inspect(page, 'activity')
    await page.keyboard.press('Home')
  })

  test('tabs are mirrored where text runs from right to left', { timeout: limit }, async () => {
    const page = await show('needs-you')
    await page.evaluate(() => (document.documentElement.dir = 'rtl'))
    await page.getByRole('tab', { name: 'Overview' }).focus()
    await page.keyboard.press('ArrowLeft')
    expect(await focused(page)).toBe('Activity')
    await page.keyboard.press('Home')
    await inspect(page, 'rtl')
  })
})

describe('at 200 % and in a narrow window', () => {
  const many = [google, { ...google, id: 'account-9' }] as readonly AccountView[]
  test.for([
    ['zoomed', { width: 400, height: 300 }],
    ['narrow', { width: 320, height: 568 }],
  ] as const)('%s: everything can be reached, nothing sticks out', { timeout: limit }, async ([name, size]) => {
    const page = await show({ ...states['needs-you'], accounts: many }, 'popup.html', size)
    await inspect(page, name)
    await page.getByText('“Partner lunch” is not synced').scrollIntoViewIfNeeded()
    await button(page, 'More for ann@example.com').first().click()
    await inspect(page, `${name}-account`)
    await button(page, 'Disconnect').scrollIntoViewIfNeeded()
  })
})
