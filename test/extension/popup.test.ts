import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { AccountView } from '../../lib/store/views.ts'
import { openRealPopup } from '../stack/browser/real-popup.ts'
import { button, inspect, limit, main, pictures, usePopupBench } from './popup-look.ts'
import { google, type StateName, states } from './popup-states.ts'

const bench = usePopupBench()

const sentences: Record<StateName, readonly (string | RegExp)[]> = {
  'not-configured': ['Where is your CRM?'],
  'signed-out': ['Sign in to your CRM', 'crm.example.com'],
  'session-ended': ['You were signed out. Sign in and the sync goes on.'],
  'none-connected': ['No calendar connected'],
  'connect-waiting': ['Finish in the Google window', 'You can close this one.'],
  'connect-organization': ['Which organization is this calendar for?', 'Globex'],
  'connect-closed': ['The window was closed before you finished. Nothing was connected.'],
  'connect-refused': ['You did not allow access. Nothing was connected.'],
  'connect-partly': ['Nothing was connected. Try again and leave the calendar boxes ticked.'],
  'connect-other-person': ['another address than ann@example.com'],
  'connect-unavailable': ['Google does not answer. Nothing was connected.'],
  'connect-not-set-up': ['Calendar accounts table not set up', 'run the migration that comes with Calendar Sync'],
  'choose-calendars': ['Which calendars should match?', 'Nothing is changed yet.'],
  unseen: ['Connected, not synced yet'],
  comparing: ['Comparing your CRM and Google…'],
  'preview-waits': ['Your first sync is ready', '41 to add to the CRM, 3 to Google, 2 linked.'],
  'first-sync': ['First sync', /1,240 of 10,000 done, about \d+ minutes left/, 'Google asks us to slow down.'],
  'first-sync-begins': ['First sync', '3 of 46'],
  'in-sync': [
    /In sync as of \d/,
    '212 appointments checked.',
    'Work · both ways',
    'into the CRM',
    '3 imported, 2 exported',
  ],
  limited: [
    /In sync as of \d/,
    '212 appointments checked.',
    'Google’s sign-in lasts about an hour. We renew it while you are signed in there.',
  ],
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
  await bench().store(states['needs-you'])
  await bench().context.pages()[0]?.bringToFront()
  const popup = await openRealPopup(bench().context)
  try {
    const size = () =>
      popup.evaluate<{ body: number; room: number; sticksOut: number; below: number }>(`
        (async () => {
          while (!document.querySelector('.need')) await new Promise((go) => setTimeout(go, 20))
          const { scrollWidth, scrollHeight } = document.documentElement
          return {
            body: document.body.getBoundingClientRect().width,
            room: innerWidth,
            sticksOut: scrollWidth - innerWidth,
            below: scrollHeight - innerHeight,
          }
        })()`)
    await expect.poll(size).toEqual({ body: 384, room: 384, sticksOut: 0, below: 0 })
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
      const page = await bench().show(name)
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
    const page = await bench().show('in-sync')
    await bench().context.setOffline(true)
    try {
      await main(page).getByText('You are offline').waitFor()
      await main(page).getByText('We go on when you are back.').waitFor()
      await inspect(page, 'offline')
    } finally {
      await bench().context.setOffline(false)
    }
  })
})

test('in a low window only the middle scrolls', { timeout: limit }, async () => {
  const page = await bench().show('needs-you', 'popup.html', { width: 400, height: 480 })
  await page.getByText('“Partner lunch” is not synced').scrollIntoViewIfNeeded()
  const scrolled = () => page.evaluate(() => [window.scrollY, document.querySelector('.bodyscroll')?.scrollTop])
  expect(await scrolled()).toEqual([0, expect.toSatisfy((top: number) => top > 0)])
  expect(await page.getByRole('tab', { name: 'Overview' }).isVisible()).toBe(true)
})

describe('at 200 % and in a narrow window', () => {
  const many = [google, { ...google, id: 'account-9' }] as readonly AccountView[]
  test.for([
    ['zoomed', { width: 400, height: 300 }],
    ['narrow', { width: 320, height: 568 }],
  ] as const)('%s: everything can be reached, nothing sticks out', { timeout: limit }, async ([name, size]) => {
    const page = await bench().show({ ...states['needs-you'], accounts: many }, 'popup.html', size)
    await inspect(page, name)
    await page.getByText('“Partner lunch” is not synced').scrollIntoViewIfNeeded()
    await button(page, 'More for ann@example.com').first().click()
    await inspect(page, `${name}-account`)
    await button(page, 'Disconnect').scrollIntoViewIfNeeded()
  })
})
