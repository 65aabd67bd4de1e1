import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultPageSettings, matchesAddress } from '../../lib/page/page-settings.ts'
import { isAdd, isAddAppointment, isAppointmentsHeading } from '../../lib/page/words-of-a-crm.ts'
import { type Bench, button, eventually, groupOf, openBench } from './page-browser.ts'

describe('what an Appointments page is called', () => {
  test.each([
    'Appointments',
    ' My appointments (12) ',
    'APPOINTMENTS',
    'Appointment calendar',
    '📅 Appointments',
    'All Appointments · 3',
  ])('heading: %s', (text) => expect(isAppointmentsHeading(text)).toBe(true))
  test.each([
    'Contacts',
    'Upcoming appointments of Ann',
    'Disappointments',
    'Appointment settings',
    'Appointments '.repeat(9),
  ])('no heading: %s', (text) => expect(isAppointmentsHeading(text)).toBe(false))
  test.each([
    '+ Add Appointment',
    'New appointment',
    'Schedule an appointment',
    'Create\n  new appointments',
    'Book appointment…',
  ])('button: %s', (text) => expect(isAddAppointment(text)).toBe(true))
  test.each(['Add contact', 'Appointment', 'Cancel appointment', 'Add appointment reminder'])('no button: %s', (text) =>
    expect(isAddAppointment(text)).toBe(false),
  )
  test('a primary button beside the heading need not repeat what it adds', () => {
    expect(['Schedule', '+ New', 'Add'].every(isAdd)).toBe(true)
    expect(['Filter', 'Newsletter', 'Address'].some(isAdd)).toBe(false)
  })
})

test('an address pattern is a part of the address in which * stands for anything', () => {
  expect(matchesAddress('/termine', 'https://crm.example.com/#/termine?week=3')).toBe(true)
  expect(matchesAddress('/org/*/termine', 'https://crm.example.com/org/7/termine')).toBe(true)
  expect(matchesAddress('/org/*/termine', 'https://crm.example.com/termine')).toBe(false)
  expect(matchesAddress('crm.example.com', 'https://crm-example.com/')).toBe(false)
})

describe('in CRM pages', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await openBench()
  })
  afterAll(() => bench.close())

  const hostNextTo = (path: string) =>
    bench.open(path).then(async (page) => {
      await groupOf(page).waitFor()
      const next = await page.locator('calendar-sync-group + *').textContent()
      await page.close()
      return next
    })

  test.each([
    ['/modern', '+ Add Appointment'],
    ['/old', 'New appointment'],
    ['/dark', 'Schedule'],
    ['/button', 'DaySchedule appointment'],
    ['/strict', '+ Add Appointment'],
  ])('%s: the group stands before “%s”', async (path, next) => expect(await hostNextTo(path)).toBe(next))

  test('a heading without buttons gets the group right after it', async () => {
    const page = await bench.open('/heading')
    await groupOf(page).waitFor()
    expect(await page.locator('h2 + calendar-sync-group').count()).toBe(1)
    await page.close()
  })

  test.each(['/other', '/dialog-only'])(
    '%s is no Appointments page: nothing is loaded, nothing is drawn',
    async (path) => {
      const page = await bench.open(path)
      await page.waitForTimeout(400)
      expect(await page.locator('calendar-sync-group, calendar-sync-layer').count()).toBe(0)
      expect(await bench.calls()).toEqual([])
      await page.close()
    },
  )

  test('the group is 36 pixels high and untouched by the CRM’s !important rules and 10-pixel root font', async () => {
    const page = await bench.open('/old')
    const look = await button(page, 'Sync').evaluate((element) => {
      const { fontSize, textTransform, backgroundColor, letterSpacing, borderTopWidth } = getComputedStyle(element)
      return { fontSize, textTransform, backgroundColor, letterSpacing, borderTopWidth }
    })
    expect(look).toEqual({
      fontSize: '13px',
      textTransform: 'none',
      backgroundColor: 'rgba(0, 0, 0, 0)',
      letterSpacing: 'normal',
      borderTopWidth: '0px',
    })
    expect((await groupOf(page).boundingBox())?.height).toBe(36)
    await page.close()
  })

  test('a single-page CRM: the group leaves with the page and comes back with it, the overlay is loaded once', async () => {
    const page = await bench.open('/modern')
    await groupOf(page).waitFor()
    await page.evaluate('go("/contacts")')
    await eventually(() => page.locator('calendar-sync-group').count()).toBe(0)
    await page.evaluate('go("/modern")')
    await groupOf(page).waitFor()
    expect(await page.locator('calendar-sync-group').count()).toBe(1)
    expect((await bench.calls()).filter(({ name }) => name === 'loadOverlay')).toHaveLength(1)
    await page.close()
  })

  test('a toolbar that is drawn anew never stands without the group for a paint, and keeps the focus in it', async () => {
    const page = await bench.open('/redraws')
    await button(page, 'Manage Calendars').focus()
    await page.evaluate(() => {
      const seen = { paints: 0, without: 0, most: 0 }
      Object.assign(window, { seen })
      const look = () => {
        const count = document.querySelectorAll('calendar-sync-group').length
        seen.paints++
        seen.most = Math.max(seen.most, count)
        if (count === 0) seen.without++
        requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    })
    await page.waitForFunction('window.drawn >= 3')
    const seen = await page.evaluate<{ paints: number; without: number; most: number }>('window.seen')
    expect(seen.paints).toBeGreaterThan(10)
    expect(seen).toMatchObject({ without: 0, most: 1 })
    expect(await button(page, 'Manage Calendars').evaluate((element) => element.matches(':focus'))).toBe(true)
    await page.close()
  })

  test('a toolbar that never comes to rest does not get all of the page’s time', async () => {
    const page = await bench.open('/redraws-all-the-time')
    await page.evaluate(() => {
      Object.assign(window, { drawn: 0, attached: 0, most: 0 })
      new MutationObserver((changes) => {
        const groups = changes
          .flatMap(({ addedNodes }) => [...addedNodes])
          .filter(({ nodeName }) => nodeName === 'CALENDAR-SYNC-GROUP')
        Object.assign(window, { attached: (window as unknown as { attached: number }).attached + groups.length })
      }).observe(document, { subtree: true, childList: true })
    })
    await page.waitForTimeout(1500)
    expect(await page.evaluate<number>('window.drawn')).toBeGreaterThan(100)
    const attached = await page.evaluate<number>('window.attached')
    expect(attached).toBeGreaterThan(2)
    expect(attached).toBeLessThan(40)
    expect(await page.locator('calendar-sync-group').count()).toBeLessThanOrEqual(1)
    await page.close()
  })

  test('an Appointments page inside a frame has the group inside; one around it has the only group', async () => {
    const inside = await bench.open('/frame')
    const inner = () => inside.frames()[1] as never
    await eventually(() => groupOf(inner()).count()).toBe(1)
    expect(await inside.locator('calendar-sync-group').count()).toBe(0)
    const around = await bench.open('/frame-in-list')
    await groupOf(around).waitFor()
    await eventually(() => around.frames()[1]?.locator('calendar-sync-group').count()).toBe(0)
    await around.waitForTimeout(400)
    expect(await around.locator('calendar-sync-group').count()).toBe(1)
    await Promise.all([inside.close(), around.close()])
  })

  test('a CRM in another language is found by the address or the anchor that its admin names, and at once', async () => {
    const page = await bench.open('/termine')
    await page.waitForTimeout(300)
    expect(await page.locator('calendar-sync-group').count()).toBe(0)
    await bench.setPageSettings({ address: '/termine' })
    await groupOf(page).waitFor()
    await bench.setPageSettings({ anchors: ['][', '#gone', '#neu'] })
    await eventually(() => page.locator('calendar-sync-group + #neu').count()).toBe(1)
    await bench.setPageSettings({ ...defaultPageSettings, address: '/elsewhere' })
    await eventually(() => page.locator('calendar-sync-group').count()).toBe(0)
    await bench.setPageSettings(defaultPageSettings)
    await page.close()
  })

  test('a click on a link or a button of the CRM still works beside us', async () => {
    const page = await bench.open('/modern')
    await groupOf(page).waitFor()
    await page.getByRole('button', { name: '+ Add Appointment' }).click()
    expect(await page.evaluate<string[]>('window.heard')).toContain('click button')
    await page.close()
  })

  test('the detector stays within 6 kB and the overlay within 90 kB, gzip', async () => {
    expect(gzipSync(await bench.extension.script('appointments')).length).toBeLessThanOrEqual(6_000)
    expect(gzipSync(await bench.extension.script('overlay')).length).toBeLessThanOrEqual(90_000)
  })
})
