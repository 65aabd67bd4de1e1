import { describe, expect, test } from 'vitest'
import { button, focused, inspect, limit, main, usePopupBench } from './popup-look.ts'
import { google, preview, type Stored, states } from './popup-states.ts'

const bench = usePopupBench()

describe('signing in', () => {
  test('sends what was typed, and a refusal keeps the e-mail and marks the password', { timeout: limit }, async () => {
    await bench().answer('signIn', { kind: 'failed', reason: 'refused' })
    const page = await bench().show('signed-out')
    expect(await page.getByLabel('E-mail').evaluate((field) => field === document.activeElement)).toBe(true)
    await page.keyboard.type('ann@example.com')
    await page.keyboard.press('Tab')
    await page.keyboard.type('wrong horse')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('E-mail or password is not right. Nothing was changed.').waitFor()
    expect(await bench().calls()).toEqual([
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
    await bench().answer('signIn', { kind: 'failed', reason: 'unavailable' })
    const page = await bench().show('signed-out')
    await page.getByLabel('E-mail').fill('ann@example.com')
    await page.getByLabel('Password').fill('x')
    await button(page, 'Sign in').click()
    await page.getByRole('alert').getByText('Your CRM does not answer. Nothing was changed.').waitFor()
  })
})

describe('connecting', () => {
  test('Google with an optional address; Outlook says why not', { timeout: limit }, async () => {
    await bench().answer('connectAccount', { kind: 'done' })
    const page = await bench().show('none-connected', 'popup.html#connect')
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
      .poll(bench().calls)
      .toEqual([
        { name: 'connectAccount', data: { provider: 'google', email: 'ann@example.com', organizationId: null } },
      ])
  })

  test('someone in several organizations says for which it is', { timeout: limit }, async () => {
    const page = await bench().show('connect-organization')
    await page.getByRole('radio', { name: 'Globex' }).check()
    await button(page, 'Continue').click()
    const data = { provider: 'google', email: 'ann@example.com', organizationId: 'globex' }
    await expect.poll(bench().calls).toEqual([{ name: 'connectAccount', data }])
  })

  test('signing in again to an account that was set up goes straight back', { timeout: limit }, async () => {
    const page = await bench().show('connect-waiting')
    const again = states['in-sync'].overview.map((overview) => ({
      ...overview,
      connect: { kind: 'choose' as const, accountId: google.id },
    }))
    await bench().store({ ...states['in-sync'], overview: again })
    await main(page).getByText('Google connected').waitFor()
    await main(page)
      .getByText(/In sync as of/)
      .waitFor()
  })

  test('the steps in the other window bring their views, also to a popup that was closed meanwhile', {
    timeout: limit,
  }, async () => {
    const page = await bench().show('connect-waiting')
    await button(page, 'Show the window').click()
    await expect.poll(bench().calls).toEqual([{ name: 'showConsentWindow', data: {} }])
    await bench().store(states['choose-calendars'])
    await page.getByText('Which calendars should match?').waitFor()
    await page.close()
    const reopened = await bench().open('popup.html')
    await reopened.getByText('Which calendars should match?').waitFor()
  })

  test('calendars: directions and home are chosen, kept when reopened, and lead to the preview', {
    timeout: limit,
  }, async () => {
    await bench().answer('previewSync', 'never')
    const page = await bench().show('choose-calendars')
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
    await bench().store({ ...states.unseen })
    await button(page, 'Show the preview').click()
    await page.getByRole('heading', { name: 'Comparing your CRM and Google…' }).waitFor()
    const calendars = [
      { id: 'work', direction: 'off', isHome: false },
      { id: 'run', direction: 'two-way', isHome: true },
      { id: 'rota', direction: 'off', isHome: false },
    ]
    await expect.poll(bench().calls).toEqual([
      { name: 'configureCalendars', data: { accountId: google.id, calendars } },
      { name: 'forgetConnect', data: {} },
      { name: 'previewSync', data: {} },
    ])
    await inspect(page, 'preview-loading')
    await bench().store(states['preview-waits'])
    await page.getByRole('heading', { name: 'Your first sync with Google' }).waitFor()
    await bench().answer('previewSync', { kind: 'done' })
  })
})

describe('the preview', () => {
  test('shows counts and readers; Start sends the pairs to link', { timeout: limit }, async () => {
    const page = await bench().show('preview-waits')
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
    await page.getByRole('group', { name: /“Quote for the roof” in the CRM, “Roof quote” in Google/ }).waitFor()
    await inspect(page, 'preview')
    await page.keyboard.press('Escape')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Show')
    await page.keyboard.press('Enter')
    await page.getByRole('radio', { name: 'No, keep both' }).check()
    await page.reload()
    expect(await page.getByRole('radio', { name: 'No, keep both' }).isChecked()).toBe(true)
    await page.getByRole('radio', { name: 'Yes, link them' }).check()
    await page.keyboard.press('Control+Enter')
    await expect.poll(bench().calls).toEqual([{ name: 'startFirstSync', data: { link: ['pair-1'] } }])
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
    const page = await bench().show(stored)
    await button(page, 'Show').click()
    await page.getByText('2 more appeared since you looked. They wait for your yes.').waitFor()
    await page.getByText('Everyone in this database will be able to read the 41 new appointments.').waitFor()
    await button(page, 'Not now').click()
    await main(page).getByText('Your first sync is ready').waitFor()
    expect(await bench().calls()).toEqual([])
  })
})
