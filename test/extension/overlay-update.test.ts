import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, button, eventually, groupOf, openBench, toastOf } from './page-browser.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

test('an extension updated under an open page: the old buttons say so when used, the new ones replace them', async () => {
  const page = await bench.open('/redraws', { needsYou: 1 })
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await groupOf(page).waitFor()
  await bench.reloadExtension()

  await button(page, 'Sync').click()
  await toastOf(page).getByText('Calendar Sync was updated').waitFor()
  expect(await toastOf(page).innerText()).toContain('Reload the page to use it here.')
  await page.evaluate('window.drawn = 0')
  await page.waitForFunction('window.drawn >= 1')
  expect(await groupOf(page).count()).toBe(1)

  await bench.injectDetector()
  await eventually(() => toastOf(page).count()).toBe(0)
  await button(page, 'Manage Calendars').click()
  await eventually(async () => (await bench.calls()).map(({ name }) => name)).toEqual(['loadOverlay', 'openPopup'])
  await page.waitForFunction('window.drawn >= 3')
  expect(await page.locator('calendar-sync-group').count()).toBe(1)
  expect(await page.locator('calendar-sync-layer').count()).toBe(1)
  expect(errors).toEqual([])
})

test('Reload the page, pressed in the toast of an old version, reloads', async () => {
  const page = await bench.open('/modern')
  await groupOf(page).waitFor()
  await bench.reloadExtension()
  await button(page, 'Manage Calendars').click()
  await page.evaluate(() => Object.assign(window, { isOld: true }))
  await toastOf(page).getByRole('button', { name: 'Reload the page' }).click()
  await eventually(() => page.evaluate('window.isOld').catch(() => true)).toBeUndefined()
  await button(page, 'Sync').waitFor()
})
