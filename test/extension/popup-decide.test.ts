import { describe, expect, test } from 'vitest'
import { button, focused, inspect, limit, main, usePopupBench } from './popup-look.ts'
import { google, needs, states } from './popup-states.ts'

const bench = usePopupBench()

describe('what needs the person', () => {
  test('held: keeping is primary, deleting names its effect, focus goes on to the next row', {
    timeout: limit,
  }, async () => {
    const page = await bench().show('needs-you')
    await button(page, 'Look').click()
    expect(await focused(page)).toBe('14 deletions are on hold')
    await page
      .getByText('14 of 40 events are gone from Google. That is more than usual, so nothing was deleted.')
      .waitFor()
    await page.getByText('and 10 more').waitFor()
    await inspect(page, 'held')
    await page.keyboard.press('Escape')
    expect(await focused(page), 'closing returns focus to the opener').toBe('Look')
    expect(await bench().calls(), 'closing decides nothing').toEqual([])

    await button(page, 'Look').click()
    await button(page, 'Delete 14 in the CRM').click()
    await page.getByRole('main').getByText('Done. The other side follows with the next sync.').waitFor()
    expect(await bench().calls()).toEqual([{ name: 'releaseHeld', data: { needId: 'n2' } }])

    await button(page, 'Look').click()
    await bench().answer('dropHeld', 'never')
    await button(page, 'Keep all 14').click()
    expect(await button(page, 'Keep all 14').getAttribute('aria-busy')).toBe('true')
    await bench().store({ ...states['needs-you'], needs: [needs.reconnect, needs.conflict] })
    await main(page).getByText('2 things need you').waitFor()
    expect(await focused(page), 'the row is gone: the next one').toBe('Reconnect')
    expect(await bench().calls()).toEqual([{ name: 'dropHeld', data: { needId: 'n2' } }])
  })

  test('conflict: both versions are shown and one side is taken', { timeout: limit }, async () => {
    const page = await bench().show('needs-you')
    await button(page, 'Choose').click()
    for (const text of ['was Site visit', 'Site visit with plans', 'Kitchen site visit'])
      await page.getByText(text, { exact: true }).waitFor()
    await inspect(page, 'conflict')
    await button(page, 'All from Google').click()
    await page.getByRole('main').getByText('Done. The other side follows with the next sync.').waitFor()
    expect(await bench().calls()).toEqual([{ name: 'resolveConflict', data: { mappingId: 'm4', side: 'calendar' } }])
  })

  test('a conflict that closes itself while it is open says so', { timeout: limit }, async () => {
    const page = await bench().show('needs-you')
    await button(page, 'Choose').click()
    await page.getByRole('heading', { name: /Site visit/ }).waitFor()
    await bench().store(states['in-sync'])
    await page.getByRole('main').getByText('Both sides are equal again. Nothing to decide.').waitFor()
  })

  test('signing in again goes to the same account', { timeout: limit }, async () => {
    const page = await bench().show('needs-you')
    await button(page, 'Reconnect').click()
    await expect.poll(bench().calls).toEqual([
      {
        name: 'connectAccount',
        data: { provider: 'google', email: google.email, organizationId: google.organizationId },
      },
    ])
  })
})

describe('accounts and runs', () => {
  test('pause, resume, save directions, disconnect after a question', { timeout: limit }, async () => {
    const page = await bench().show('in-sync')
    await button(page, 'More for ann@example.com').click()
    expect(await focused(page)).toBe('ann@example.com')
    await inspect(page, 'account')
    await button(page, 'Pause').click()
    await expect.poll(bench().calls).toEqual([{ name: 'pauseAccount', data: { accountId: google.id, isPaused: true } }])
    await page.getByLabel('Training').selectOption('Only into the calendar')
    await button(page, 'Save').click()
    await page.getByRole('main').getByText('Saved. The next sync follows it.').waitFor()
    expect((await bench().calls()).map(({ name }) => name)).toEqual(['configureCalendars'])

    await button(page, 'More for ann@example.com').click()
    await button(page, 'Disconnect').click()
    await page.getByText('Appointments and events stay where they are. They stop matching.').waitFor()
    await inspect(page, 'disconnect')
    await button(page, 'Disconnect').click()
    await expect.poll(bench().calls).toEqual([{ name: 'disconnectAccount', data: { accountId: google.id } }])
    await page.getByRole('tab', { name: 'Overview' }).waitFor()
  })

  test('Sync now once, however often it is pressed; then it shows the progress', { timeout: limit }, async () => {
    await bench().answer('syncNow', 'never')
    const page = await bench().show('in-sync')
    await button(page, 'Sync now').dblclick()
    await expect.poll(bench().calls).toEqual([{ name: 'syncNow', data: {} }])
    await bench().store(states['syncing-counted'])
    const bar = page.getByRole('progressbar')
    await bar.waitFor()
    expect(await bar.getAttribute('aria-valuenow')).toBe('12')
    expect(await bench().calls(), 'the second click').toEqual([])
    await expect.poll(() => page.getByRole('status').innerText(), { message: 'spoken' }).toMatch(/Syncing…/)
    await bench().store(states['in-sync'])
    await expect.poll(() => page.getByRole('status').innerText(), { message: 'spoken' }).toMatch(/In sync as of/)
    await bench().answer('syncNow', { kind: 'done' })
  })

  test('activity: what ran, what failed and why, never a success for an unfinished run', {
    timeout: limit,
  }, async () => {
    const page = await bench().show('in-sync')
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
    const page = await bench().show('needs-you')
    await page.evaluate(() => (document.documentElement.dir = 'rtl'))
    await page.getByRole('tab', { name: 'Overview' }).focus()
    await page.keyboard.press('ArrowLeft')
    expect(await focused(page)).toBe('Activity')
    await page.keyboard.press('Home')
    await inspect(page, 'rtl')
  })
})
