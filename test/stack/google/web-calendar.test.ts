import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findBrowser } from '../browser/find-browser.ts'
import { usualScopes } from './scopes.ts'
import { type GoogleServer, startGoogle } from './server.ts'

const ann = 'ann@example.com'
const ben = 'ben@example.com'
const zone = 'Europe/Berlin'

let browser: Browser
let server: GoogleServer
let page: Page

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: (await findBrowser()).path, args: ['--no-sandbox'] })
})
afterAll(() => browser?.close())
beforeEach(async () => {
  server = await startGoogle()
  server.google.addPerson({ email: ann, name: 'Ann', timezone: zone })
  server.google.addPerson({ email: ben, name: 'Ben', timezone: zone })
})
afterEach(async () => {
  await page?.context().close()
  await server.close()
})

async function open(colorScheme: 'light' | 'dark' = 'light', width = 640): Promise<void> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, timezoneId: 'Asia/Tokyo' })
  page = await context.newPage()
  page.setDefaultTimeout(5000)
  await page.goto(`${server.url}/calendar?person=${ann}`)
  await page.locator('[data-grid][data-revision]').waitFor()
}

const day = (ahead: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(Date.now() + ahead * 86_400_000)
const times = (ahead: number, from: string, until: string) => ({
  start: { dateTime: `${day(ahead)}T${from}:00`, timeZone: zone },
  end: { dateTime: `${day(ahead)}T${until}:00`, timeZone: zone },
})
const event = (title: string) => page.locator(`[data-event-id][data-title="${title}"]`)
const button = (name: string) => page.getByRole('button', { name, exact: true })
const field = (name: string) => page.getByRole('dialog').getByLabel(name, { exact: true })
const saved = async () => {
  await button('Save').click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}

describe('in the web calendar a person', () => {
  test('adds an event with guest, place and privacy, in the zone of the calendar', async () => {
    await open()
    await button('Add event').click()
    await field('Title').fill('Site visit')
    await field('Start day').fill(day(2))
    await field('Start time').fill('09:00')
    await field('End day').fill(day(2))
    await field('End time').fill('10:30')
    await field('Place').fill('Main St 1')
    await field('Guests (addresses)').fill(ben)
    await field('Private').check()
    await saved()
    await event('Site visit').waitFor()
    expect(server.google.events(ann)).toMatchObject([
      {
        summary: 'Site visit',
        location: 'Main St 1',
        visibility: 'private',
        start: { dateTime: expect.stringContaining(`${day(2)}T09:00:00+0`), timeZone: zone },
        attendees: [{ email: ben }],
      },
    ])
    expect(server.google.mails).toEqual([])
    expect(server.google.events(ben)).toHaveLength(1)
  })

  test('turns an event into a whole day and deletes it', async () => {
    server.google.insert(ann, { summary: 'Fair', ...times(1, '09:00', '10:00') })
    await open()
    await event('Fair').click()
    await field('All day').check()
    await saved()
    await page.locator(`[data-all-day="${day(1)}"] [data-title="Fair"]`).waitFor()
    expect(server.google.events(ann)).toMatchObject([{ start: { date: day(1) }, end: { date: day(2) } }])
    await event('Fair').click()
    await button('Delete').click()
    await event('Fair').waitFor({ state: 'detached' })
    expect(server.google.events(ann)).toEqual([])
  })

  test('drags an event to another time and day', async () => {
    server.google.insert(ann, { summary: 'Call', ...times(1, '10:00', '11:00') })
    await open()
    const box = await event('Call').boundingBox()
    if (!box) throw new Error('the event is not on screen')
    await page.mouse.move(box.x + 10, box.y + 10)
    await page.mouse.down()
    await page.mouse.move(box.x + 10 + box.width, box.y + 70, { steps: 5 })
    await page.mouse.up()
    await expect.poll(() => event('Call').getAttribute('data-start')).toBe(`${day(2)}T11:30`)
    expect(server.google.events(ann)[0]?.end?.dateTime).toContain(`${day(2)}T12:30`)
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  })

  test('changes one event of a series, then all of them, then deletes all', async () => {
    server.google.insert(ann, {
      summary: 'Daily',
      ...times(1, '09:00', '09:30'),
      recurrence: ['RRULE:FREQ=DAILY;COUNT=4'],
    })
    await open()
    await event('Daily').nth(1).click()
    await field('Title').fill('Special')
    await saved()
    await event('Special').waitFor()
    expect(await event('Daily').count()).toBe(3)
    await event('Daily').first().click()
    await field('Start time').fill('10:00')
    await field('End time').fill('10:30')
    await field('All events').check()
    await saved()
    await expect.poll(() => event('Daily').first().getAttribute('data-start')).toBe(`${day(1)}T10:00`)
    expect(await event('Daily').last().getAttribute('data-start')).toBe(`${day(4)}T10:00`)
    await event('Daily').first().click()
    await field('All events').check()
    await button('Delete').click()
    await event('Daily').first().waitFor({ state: 'detached' })
    expect(server.google.events(ann)).toEqual([])
  })

  test('sees within about a second what others change', async () => {
    await open()
    server.google.insert(ann, { summary: 'From elsewhere', ...times(0, '12:00', '13:00') })
    await event('From elsewhere').waitFor({ timeout: 2000 })
  })

  test('is told in words when something is refused', async () => {
    const { id } = server.google.insert(ben, {
      summary: 'Theirs',
      ...times(1, '09:00', '10:00'),
      attendees: [{ email: ann }],
    })
    await open()
    await event('Theirs').click()
    await field('Title').fill('Mine')
    await saved()
    await page.getByRole('alert').getByText('only be changed by the organizer').waitFor()
    expect(server.google.event(ben, id)?.summary).toBe('Theirs')
  })

  test('works by keyboard alone', async () => {
    await open()
    await button('Add event').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type('Typed')
    await page.keyboard.press('Enter')
    await event('Typed').focus()
    await page.keyboard.press('Enter')
    await field('Title').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(server.google.events(ann)).toHaveLength(1)
  })
})

test.each(['light', 'dark'] as const)('calendar, editor and consent page are accessible in %s', async (scheme) => {
  server.google.insert(ann, { summary: 'Call', ...times(1, '10:00', '11:00') })
  server.google.insert(ann, { summary: 'Fair', start: { date: day(1) }, end: { date: day(3) } })
  await open(scheme)
  await event('Call').waitFor()
  expect(await violations()).toEqual([])
  await event('Call').click()
  expect(await violations()).toEqual([])
  await page.keyboard.press('Escape')
  await button('List').click()
  expect(await violations()).toEqual([])
  const asked = {
    client_id: 'x',
    redirect_uri: 'https://x.chromiumapp.org/',
    response_type: 'token',
    scope: usualScopes.join(' '),
  }
  await page.goto(`${server.url}/o/oauth2/v2/auth?${new URLSearchParams(asked)}`)
  await page.getByRole('radio', { name: ben }).check()
  expect(await page.getByRole('checkbox').count()).toBe(2)
  expect(await violations()).toEqual([])
})

async function violations(): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze()
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
