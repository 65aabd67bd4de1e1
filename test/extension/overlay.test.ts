import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { toInstant } from '../../lib/model/time.ts'
import type { Status } from '../../lib/store/status.ts'
import { type Bench, button, ended, eventually, groupOf, openBench, statusOf, toastOf, us } from './page-browser.ts'

let bench: Bench
let page: Page
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())
afterEach(async () => {
  await bench.context.setOffline(false)
  await bench.setPageSettings({})
  if (page.url().startsWith('http')) await page.evaluate(() => localStorage.clear())
  const [first, ...others] = bench.context.pages()
  await Promise.all(others.map((page) => page.close()))
  await first?.goto('about:blank')
})

const open = async (status: Partial<Status> = {}, path = '/modern') => {
  page = await bench.open(path, status)
  await groupOf(page).waitFor()
  return page
}
/** Presses Sync and lets it end with this status. */
const sync = async (result: Partial<Status>, reply?: object) => {
  await button(page, 'Sync').click()
  await toastOf(page).getByText('Syncing…').waitFor()
  await bench.setStatus(result)
  await bench.answerSync(reply)
}
const toastText = () => toastOf(page).locator('.msg').innerText()
const said = (...lines: string[]) => eventually(toastText).toBe(lines.join('\n'))
const commands = async (name: string) => (await bench.calls()).filter((call) => call.name === name)
const syncing = (done: number, total: number | null) =>
  ({ phase: { kind: 'syncing', startedAt: toInstant(Date.now()), done, total } }) as const
const problem = (code: NonNullable<Status['problem']>['code'], provider: 'google' | 'outlook' | null = null) =>
  ({ code, provider, nextTryAt: null }) as const
const imported = () => ({ lastRun: ended({ counts: { imported: 3 } }) })
const auto = (run: object) => ended({ trigger: 'auto', changedInCrm: 0, ...run })
/** Signs the CRM page in as somebody, the way supabase-js keeps it. */
const signPageIn = (id: string) =>
  page.evaluate((user) => {
    const session = JSON.stringify({
      access_token: 'secret-access',
      refresh_token: 'secret-refresh',
      user: { id: user },
    })
    localStorage.setItem('sb-abc-auth-token', session)
  }, id)

describe('the group', () => {
  test.each<[string, Partial<Status>, string[]]>([
    ['not configured', { isConfigured: false, userId: null, connectedAccounts: 0 }, ['Connect Calendar']],
    ['not signed in', { userId: null }, ['Connect Calendar']],
    ['no calendar connected', { connectedAccounts: 0 }, ['Connect Calendar']],
    ['connected', {}, ['Sync', 'Manage Calendars']],
    ['syncing, amount unknown', syncing(0, null), ['Syncing…', 'Manage Calendars']],
    ['syncing', syncing(402, 1000), ['Syncing… 40 %', 'Manage Calendars']],
    ['one thing waits', { needsYou: 1 }, ['Sync', 'Manage Calendars', '1 needs you']],
    ['more things wait', { needsYou: 12 }, ['Sync', 'Manage Calendars', '12 need you']],
  ])('%s', async (_, status, names) => {
    await open(status)
    expect(await groupOf(page).getByRole('button').allInnerTexts()).toEqual(names)
  })

  test('follows the status while the page is open', async () => {
    await open({ connectedAccounts: 0 })
    await bench.setStatus({ needsYou: 3 })
    await button(page, '3 need you').waitFor()
    await bench.setStatus({ userId: null })
    await button(page, 'Connect Calendar').waitFor()
  })

  test('Connect Calendar and Manage Calendars open the popup where they say', async () => {
    await open({ connectedAccounts: 0 })
    await button(page, 'Connect Calendar').click()
    await bench.setStatus({ needsYou: 1 })
    await button(page, 'Manage Calendars').click()
    await button(page, '1 needs you').click()
    await eventually(async () => (await commands('openPopup')).map(({ data }) => data)).toEqual([
      { view: 'connect' },
      { view: 'overview' },
      { view: 'overview' },
    ])
  })

  test('shows glyphs with names where less than 420 pixels are free', async () => {
    await open({ needsYou: 2 }, '/narrow')
    const box = await groupOf(page).boundingBox()
    expect(box?.width).toBeLessThan(180)
    for (const name of ['Sync', 'Manage Calendars', '2 need you']) await button(page, name).waitFor()
    await page.locator('main').evaluate((main) => main.setAttribute('style', 'width: 900px'))
    await eventually(async () => (await groupOf(page).boundingBox())?.width).toBeGreaterThan(250)
  })

  test('Connect Calendar needs less room for its words', async () => {
    await open({ connectedAccounts: 0 }, '/narrow')
    const words = page.locator('calendar-sync-group .lbl')
    const widen = (width: number) =>
      page.locator('main').evaluate((main, width) => main.setAttribute('style', `width: ${width}px`), width)
    await widen(180)
    await eventually(() => words.isVisible()).toBe(false)
    await widen(400)
    await eventually(() => words.isVisible()).toBe(true)
    await bench.setStatus({ connectedAccounts: 1, needsYou: 2 })
    await button(page, '2 need you').waitFor()
    expect(await page.locator('calendar-sync-group .lbl').first().isVisible()).toBe(false)
  })

  test('a header of the CRM that stays on top covers it, also while it syncs', async () => {
    await open()
    const box = await groupOf(page).boundingBox()
    await page.evaluate((top) => {
      const header = document.createElement('header')
      header.style.cssText = 'position: sticky; top: 0; height: 80px; background: white'
      document.body.prepend(header)
      document.body.style.minHeight = '300vh'
      window.scrollTo(0, top + 60)
    }, box?.y ?? 0)
    const { x, y, width, height } = (await groupOf(page).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
    expect(y + height).toBeLessThan(80)
    const onTop = () =>
      page.evaluate(
        ([left, right, line]) =>
          [0.05, 0.2, 0.35, 0.7].map(
            (part) => document.elementFromPoint(left + part * (right - left), line)?.localName,
          ),
        [x, x + width, y + height / 2] as const,
      )
    expect(new Set(await onTop())).toEqual(new Set(['header']))
    await bench.setStatus(syncing(1, 4))
    await groupOf(page).locator('.spin').waitFor()
    expect(new Set(await onTop())).toEqual(new Set(['header']))
  })

  test('Sync is off, with the reason, where the page is signed in as someone else; no token is read out', async () => {
    await open()
    await signPageIn('user-ben')
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    const off = button(page, 'Sync is off here')
    await off.waitFor()
    expect(await off.getAttribute('aria-disabled')).toBe('true')
    expect(await off.getAttribute('title')).toBe(
      'The CRM page is signed in as someone else. Sign in there as yourself to sync.',
    )
    await off.press('Enter')
    await said('Sync is off here', 'The CRM page is signed in as someone else. Sign in there as yourself to sync.')
    expect(await commands('syncNow')).toEqual([])
    await signPageIn(us)
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await button(page, 'Sync').waitFor()
    expect(JSON.stringify(await bench.calls())).not.toContain('secret')
  })

  test('the person is looked up again when Sync is pressed, not only when the page is drawn', async () => {
    await open()
    await signPageIn('user-ben')
    await button(page, 'Sync').click()
    await said('Sync is off here', 'The CRM page is signed in as someone else. Sign in there as yourself to sync.')
    expect(await commands('syncNow')).toEqual([])
  })
})

describe('the toast', () => {
  test('two clicks do one sync; it shows how far it is and then what came', async () => {
    await open()
    await button(page, 'Sync').click()
    await bench.setStatus(syncing(620, 1000))
    await said('Syncing… 620 of 1,000')
    await button(page, 'Syncing… 62 %').click()
    const bar = toastOf(page).getByRole('progressbar', { name: 'Calendar Sync' })
    expect(await bar.getAttribute('aria-valuenow')).toBe('620')
    await bench.setStatus({ lastRun: ended({ counts: { imported: 3, exported: 2, updated: 1 }, changedInCrm: 0 }) })
    await bench.answerSync()
    await eventually(toastText).toMatch(/^3 imported, 2 exported, 1 updated\nIn sync as of /)
    expect(await commands('syncNow')).toHaveLength(1)
  })

  test.each<[string, Partial<Status>, string[], string[]]>([
    ['nothing new', { lastRun: ended({}), lastSyncAt: null }, ['Nothing new'], []],
    [
      'needs you',
      { needsYou: 1, lastRun: ended({ counts: { imported: 2, conflicts: 1 }, changedInCrm: 0 }) },
      ['2 imported. 1 change needs you.'],
      ['Choose', 'Later'],
    ],
    [
      'partly',
      { lastRun: ended({ status: 'partial', counts: { imported: 2, failed: 1 }, changedInCrm: 0 }) },
      ['2 imported, 1 not'],
      ['Show'],
    ],
    [
      'partly, more',
      { lastRun: ended({ status: 'partial', counts: { exported: 2, updated: 1, failed: 4 }, changedInCrm: 0 }) },
      ['2 exported, 1 updated, 4 left out'],
      ['Show'],
    ],
    [
      'one account failed',
      { lastRun: ended({ status: 'partial', counts: { exported: 2 }, problem: problem('auth-expired', 'outlook') }) },
      ['2 exported', 'Outlook wants you to sign in again'],
      ['Reconnect'],
    ],
    [
      'rate-limited',
      { problem: problem('rate-limited', 'google') },
      ['Google asks us to wait', 'We try again by ourselves. Nothing is lost.'],
      [],
    ],
    [
      'calendar silent',
      { problem: problem('unavailable', 'google') },
      ['Google does not answer', 'We try again by ourselves. Nothing is lost.'],
      [],
    ],
    [
      'CRM silent',
      { problem: problem('unavailable') },
      ['Your CRM does not answer', 'We try again by ourselves. Nothing is lost.'],
      [],
    ],
    [
      'sign in again',
      { problem: problem('auth-expired', 'google') },
      ['Google wants you to sign in again', 'Nothing was changed.'],
      ['Reconnect'],
    ],
    [
      'admin must allow',
      { problem: problem('needs-admin-approval', 'outlook') },
      ['Your company must allow this', 'Microsoft says an admin has to approve Calendar Sync.'],
      ['Show'],
    ],
    [
      'not set up',
      { problem: problem('not-set-up') },
      ['Calendar accounts table not set up', 'Ask your CRM admin to run the migration that comes with Calendar Sync.'],
      [],
    ],
    [
      'no organization',
      { problem: problem('no-organization') },
      ['Organization not found', 'Ask your CRM admin to add you to an organization. Then check again.'],
      [],
    ],
    [
      'held',
      { needsYou: 1, lastRun: ended({ status: 'held', counts: { held: 14 }, problem: problem('held', 'google') }) },
      ['14 deletions are on hold', 'More than usual are gone from Google. Nothing was deleted.'],
      ['Look'],
    ],
    [
      'other computer',
      { problem: problem('lease-held') },
      ['Syncing on your other computer', 'You see the result here.'],
      [],
    ],
    ['preview waits', { previewWaits: true }, ['Your first sync is ready', 'Nothing is changed yet.'], ['Show']],
  ])('%s', async (_, status, lines, actions) => {
    await open()
    await sync(status)
    await said(...lines)
    expect(await toastOf(page).getByRole('button').allInnerTexts()).toEqual(['', ...actions])
  })

  test.each<[object, ...string[]]>([
    [{ kind: 'failed', reason: 'signed-out' }, 'You were signed out. Sign in and the sync goes on.'],
    [
      { kind: 'failed', reason: 'not-configured' },
      'Where is your CRM?',
      'Calendar Sync needs its address and its public key once.',
    ],
    [{ kind: 'failed', reason: 'unexpected' }, 'Not finished. The next sync goes on from there.'],
  ])('a command that was not obeyed: %o', async (reply, ...lines) => {
    await open()
    await sync({}, reply)
    await said(...lines)
  })

  test('offline is said as offline', async () => {
    await open()
    await bench.context.setOffline(true)
    await sync({ problem: problem('unavailable') })
    await said('You are offline', 'We sync when you are back.')
  })

  test('only a clean result closes itself, 6 seconds after the pointer left it', async () => {
    await open()
    await sync({ lastRun: ended({}), lastSyncAt: null })
    await said('Nothing new')
    await toastOf(page).hover()
    await page.waitForTimeout(7000)
    expect(await toastOf(page).isVisible()).toBe(true)
    await page.mouse.move(5, 5)
    const left = Date.now()
    await expect.poll(() => toastOf(page).count(), { timeout: 9000 }).toBe(0)
    expect(Date.now() - left).toBeGreaterThan(5500)
  })

  test('a result that needs something stays, and leaves when it was settled elsewhere', async () => {
    await open()
    await sync({ needsYou: 1, lastRun: ended({ counts: { conflicts: 1 } }) })
    await said('1 change needs you.')
    await page.waitForTimeout(7000)
    await said('1 change needs you.')
    await bench.setStatus({ needsYou: 0 })
    await eventually(() => toastOf(page).count()).toBe(0)
  })

  test('closing it hides the work but not what the person must know, and gives the focus back to the group', async () => {
    await open()
    await button(page, 'Sync').click()
    await toastOf(page).getByRole('button', { name: 'Close' }).click()
    expect(await toastOf(page).count()).toBe(0)
    expect(await button(page, /Sync/).evaluate((element) => element.matches(':focus'))).toBe(true)
    await bench.setStatus({ problem: problem('auth-expired', 'google') })
    await bench.answerSync()
    await said('Google wants you to sign in again', 'Nothing was changed.')
    await toastOf(page).getByRole('button', { name: 'Reconnect' }).click()
    await eventually(async () => (await commands('openPopup')).at(-1)?.data).toEqual({ view: 'overview' })
  })

  test('Esc in the toast closes it and gives the focus back to the group', async () => {
    await open()
    await sync({ needsYou: 2 })
    await toastOf(page).getByRole('button', { name: 'Look' }).focus()
    await page.keyboard.press('Escape')
    await toastOf(page).waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe('calendar-sync-group')
  })

  test('a sync by the timer is silent unless it newly needs the person', async () => {
    await open()
    await bench.setStatus({ lastRun: auto({ counts: { exported: 3 } }) })
    await bench.setStatus({
      lastRun: auto({ status: 'failed', problem: problem('unavailable', 'google') }),
      problem: problem('unavailable', 'google'),
    })
    await page.waitForTimeout(300)
    expect(await toastOf(page).count()).toBe(0)
    await bench.setStatus({ lastRun: auto({ counts: { imported: 1, conflicts: 1 } }), needsYou: 1 })
    await said('1 imported. 1 change needs you.')
    await toastOf(page).getByRole('button', { name: 'Later' }).click()
    await bench.setStatus({ lastRun: auto({}), needsYou: 1 })
    await page.waitForTimeout(300)
    expect(await toastOf(page).count()).toBe(0)
  })

  test('it is spoken through one region that was there before, and takes no focus', async () => {
    await open()
    expect(await page.locator('calendar-sync-layer').getByRole('status').count()).toBe(1)
    expect(await statusOf(page).innerText()).toBe('')
    await button(page, 'Sync').focus()
    await page.keyboard.press('Enter')
    await eventually(() => statusOf(page).innerText()).toBe('Syncing…')
    await bench.setStatus({ lastRun: ended({ counts: { exported: 1 } }), lastSyncAt: null })
    await bench.answerSync()
    await eventually(() => statusOf(page).innerText()).toBe('1 exported')
    expect(await button(page, 'Sync').evaluate((element) => element.matches(':focus'))).toBe(true)
  })
})

describe('after a sync that changed the CRM', () => {
  test('a CRM that takes the event refreshes itself and no reload is offered', async () => {
    await open()
    await page.evaluate(() => {
      Object.assign(window, { told: [] })
      document.addEventListener('calendar-sync:changed', (event) => {
        event.preventDefault()
        const { told } = window as unknown as { told: unknown[] }
        told.push([event.bubbles, event.composed, JSON.stringify((event as CustomEvent).detail)])
      })
    })
    await sync({ ...imported(), lastSyncAt: null })
    await said('3 imported')
    expect(await page.evaluate('window.told')).toEqual([[true, true, '{}']])
    await bench.setStatus({ lastRun: ended({ trigger: 'auto', counts: { updated: 1 } }) })
    await eventually(() => page.evaluate('window.told.length')).toBe(2)
    await bench.setStatus({ lastRun: ended({ trigger: 'auto', counts: { updated: 1 }, changedInCrm: 0 }) })
    await bench.setStatus({ lastRun: ended({ trigger: 'auto', counts: { exported: 1 } }) })
    await page.waitForTimeout(200)
    expect(await page.evaluate('window.told.length')).toBe(2)
  })

  test('any other CRM is offered a reload, which reloads', async () => {
    await open()
    await sync(imported())
    await said('3 imported', 'Reload to see them in this list.')
    await page.evaluate(() => Object.assign(window, { isOld: true }))
    await toastOf(page).getByRole('button', { name: 'Reload the page' }).click()
    await eventually(() => page.evaluate('window.isOld').catch(() => true)).toBeUndefined()
  })
})

describe('isolation', () => {
  test('no pointer, key, focus or clipboard event of ours reaches the CRM', async () => {
    await open({ needsYou: 1 })
    await page.evaluate('window.heard.length = 0')
    await button(page, 'Manage Calendars').click()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Control+C')
    await button(page, 'Sync').hover()
    await page.mouse.wheel(0, 10)
    await sync({ needsYou: 1, lastRun: ended({ counts: { conflicts: 1 } }) })
    await toastOf(page).getByRole('button', { name: 'Choose' }).click()
    expect(await page.evaluate('window.heard')).toEqual([])
  })

  test('the toast is in the top layer, at the bottom centre, in the last child of the document, and its own size', async () => {
    await open({}, '/old')
    await button(page, 'Sync').click()
    await toastOf(page).waitFor()
    const box = await toastOf(page).boundingBox()
    expect(box).toMatchObject({ width: 360, x: (1180 - 360) / 2 })
    expect(box && box.y + box.height).toBe(720 - 24)
    expect(await toastOf(page).evaluate((element) => element.matches(':popover-open'))).toBe(true)
    expect(await page.evaluate(() => document.documentElement.lastElementChild?.localName)).toBe('calendar-sync-layer')
  })

  test('a clean result stays while a dialog of the CRM covers it', async () => {
    await open()
    await sync({ lastRun: ended({}) })
    await toastOf(page).getByText('Nothing new').waitFor()
    await page.evaluate(() => {
      const dialog = document.body.appendChild(document.createElement('dialog'))
      dialog.id = 'theirs'
      dialog.showModal()
    })
    await page.waitForTimeout(7000)
    expect(await toastOf(page).isVisible()).toBe(true)
    await page.evaluate(() => document.querySelector('dialog')?.close())
    await expect.poll(() => toastOf(page).count(), { timeout: 8000 }).toBe(0)
  })

  test('light and dark are inherited, declared, or chosen by the person', async () => {
    const surface = () => groupOf(page).evaluate((element) => getComputedStyle(element).backgroundColor)
    const [light, dark] = ['rgb(255, 255, 255)', 'rgb(24, 32, 37)']
    await open({}, '/dark')
    expect(await surface()).toBe(dark)
    await open({}, '/marked-dark')
    expect(await surface()).toBe(dark)
    await page.evaluate(() => document.body.classList.remove('dark'))
    await eventually(surface).toBe(light)
    await bench.setPageSettings({ colors: 'dark' })
    await eventually(surface).toBe(dark)
    await bench.setPageSettings({})
    await eventually(surface).toBe(light)
  })

  test.each(['/modern', '/dark', '/rtl'])(
    'axe finds nothing in %s, with a toast that needs the person',
    async (path) => {
      await open({ needsYou: 2 }, path)
      await sync({ needsYou: 2, lastRun: ended({ counts: { imported: 2, conflicts: 1 } }) })
      await toastOf(page).getByRole('button', { name: 'Choose' }).waitFor()
      const { violations } = await new AxeBuilder({ page })
        .include('calendar-sync-group')
        .include('calendar-sync-layer')
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    },
  )

  test('with forced colors every button of the toast keeps an edge, with reduced motion nothing turns', async () => {
    await open()
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
    await button(page, 'Sync').click()
    await bench.setStatus(syncing(1, null))
    await button(page, 'Syncing…').waitFor()
    const spinning = await groupOf(page)
      .locator('.spin')
      .evaluate((element) => getComputedStyle(element).animationName)
    expect(spinning).toBe('none')
    expect(await groupOf(page).evaluate((element) => getComputedStyle(element).borderTopWidth)).toBe('1px')
  })
})
