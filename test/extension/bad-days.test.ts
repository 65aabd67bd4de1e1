import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { syncAlarm } from '../../entrypoints/background/alarms.ts'
import type { NeedView } from '../../lib/store/views.ts'
import { eventually, pause } from '../stack/browser/time-limit.ts'
import { ann } from '../stack/crm/people.ts'
import type { Operation } from '../stack/google/operations.ts'
import { consentWindow } from '../stack/story/pages/consent-page.ts'
import type { CrmPage } from '../stack/story/pages/crm-page.ts'
import { type Live, openLive, startLiveStack } from './live-extension.ts'
import { connectAndSync, openCrm } from './live-steps.ts'
import { addWork, type Work } from './something-of-everything.ts'

/** What goes wrong on an ordinary day: a plain sentence, nothing lost, and the next sync heals it by itself. */
let stack: Awaited<ReturnType<typeof startLiveStack>>
let live: Live
let crm: CrmPage
let work: Work

const writes: readonly Operation[] = ['batch', 'events.insert', 'events.patch', 'events.delete']

beforeAll(async () => {
  stack = await startLiveStack()
  live = await openLive(stack.stack)
  await connectAndSync(live)
  crm = await openCrm(live)
}, 120_000)
afterAll(async () => {
  await live?.closeBrowser()
  await stack?.close()
})
beforeEach(async () => {
  // Each test is another day: the guard counts deletions over 24 hours.
  await live.stack.backend.sql("update calendar_undo set created_at = created_at - interval '25 hours'")
  work = await addWork(live)
})
afterEach(() => {
  live.stack.backend.switches.reset()
  live.stack.google.misbehave.clear()
})

/** The alarm comes, everybody behaves again: all is done, once, and the popup says so. */
async function heals(): Promise<void> {
  live.stack.backend.switches.reset()
  live.stack.google.misbehave.clear()
  await live.ring()
  const { appointments, events } = await live.equal()
  for (const meetings of [appointments, events]) {
    const titles = meetings.map(({ title }) => title)
    for (const title of work.there) expect(titles.filter((each) => each === title)).toEqual([title])
    for (const title of work.gone) expect(titles).not.toContain(title)
  }
  await live.hears('In sync as of')
  expect(await live.rows<NeedView>('needs')).toEqual([])
  expect(live.stack.google.mails).toEqual([])
}

const tryAgainAt = String.raw`We try again at \d+:\d\d [AP]M\.`
const nextTryAt = /Next try at \d+:\d\d [AP]M\. Nothing is lost\./

describe('Google', () => {
  test('an expired token is renewed without anybody noticing', async () => {
    live.stack.google.expireTokens()
    const pages = live.context.pages().length
    expect(await crm.overlay.sync()).toMatch(/imported/)
    expect(live.context.pages()).toHaveLength(pages)
    await heals()
  })

  test('consent that was taken back asks for a new sign-in; reconnecting heals and doubles nothing', async () => {
    live.stack.google.withdrawConsent(ann.email)
    expect(await crm.overlay.sync()).toContain('Google wants you to sign in again')
    await live.hears('Google wants you to sign in again')
    await live.hears('ann@example.com is not synced until you do.')
    expect(await live.rows<NeedView>('needs')).toMatchObject([{ kind: 'reconnect', email: ann.email }])
    const opening = consentWindow(live.context, live.stack.googleUrl)
    await live.popup.page.getByRole('button', { name: 'Reconnect' }).first().click()
    await (await opening).allow(ann.email)
    await live.hears('In sync as of')
    await heals()
  })

  test('a token that may read but not write asks for consent, and loses nothing', async () => {
    await swapToken(['openid', 'email', `${scope}.events.readonly`, `${scope}.calendarlist.readonly`])
    await crm.overlay.sync()
    await live.hears('Google wants you to sign in again')
    const opening = consentWindow(live.context, live.stack.googleUrl)
    await live.popup.page.getByRole('button', { name: 'Reconnect' }).first().click()
    await (await opening).allow(ann.email)
    await heals()
  })

  test('429 with Retry-After: says until when, and is obeyed by the next worker too', async () => {
    live.stack.google.misbehave.throttle({ seconds: 60, retryAfterSeconds: 4 })
    const askedAt = Date.now()
    expect(await crm.overlay.sync()).toContain('Google asks us to wait')
    await live.hears('Google asks us to wait')
    await live.hears(nextTryAt)
    await live.kill()
    const before = live.stack.requests().google
    await live.sync()
    expect(live.stack.requests().google, 'not one request more').toBe(before)
    await live.hears('Google asks us to wait')
    const alarm = await live.popup.page.evaluate((name) => chrome.alarms.get(name), syncAlarm)
    expect(alarm?.scheduledTime).toBeGreaterThan(askedAt + 4000)
    expect(alarm?.scheduledTime).toBeLessThan(askedAt + 9000)
    live.stack.google.misbehave.clear()
    await eventually('the alarm going on by itself', async () => (await live.says()).includes('In sync as of'))
    await heals()
  })

  test.each([
    ['answers 500', () => live.stack.google.misbehave.fail({ status: 500, seconds: 60 })],
    ['answers 500 to every write', () => live.stack.google.misbehave.fail({ status: 500, seconds: 60, on: writes })],
    ['answers garbage HTML', () => live.stack.google.misbehave.garbage({ seconds: 60 })],
    ['answers garbage HTML to writes', () => live.stack.google.misbehave.garbage({ seconds: 60, on: writes })],
    ['cuts its JSON short', () => live.stack.google.misbehave.garbage({ form: 'cut-json', seconds: 60 })],
    ['is offline', () => live.stack.google.misbehave.offline(true)],
  ] as const)('%s', async (_, misbehave) => {
    misbehave()
    expect(await crm.overlay.sync()).toContain('Google does not answer')
    await live.hears(new RegExp(`Google does not answer .*${tryAgainAt}`))
    await heals()
  })

  test('goes offline in the middle of the writing', async () => {
    const hold = live.stack.google.misbehave.hold('before', writes)
    const ended = crm.overlay.sync()
    await hold.reached
    live.stack.google.misbehave.offline(true)
    hold.cut()
    expect(await ended).toContain('Google does not answer')
    await live.hears('Google does not answer')
    await heals()
  })
})

describe('the CRM', () => {
  test('is offline', async () => {
    live.stack.backend.switches.offline(true)
    expect(await crm.overlay.sync()).toContain('Your CRM does not answer')
    await live.hears(new RegExp(`Your CRM does not answer .*${tryAgainAt}`))
    await heals()
  })

  test.each(['calendar_pull', 'calendar_begin', 'calendar_commit'])('goes offline in %s', async (name) => {
    const hold = live.stack.backend.switches.hold('before', name)
    const ended = crm.overlay.sync()
    await hold.reached
    live.stack.backend.switches.offline(true)
    hold.cut()
    expect(await ended).toContain('Your CRM does not answer')
    await live.hears('Your CRM does not answer')
    await heals()
  })

  test('429 with Retry-After: says until when, and is obeyed by the next worker too', async () => {
    const path = 'calendar_pull'
    live.stack.backend.switches.set({ fail: { times: 9, status: 429, path, retryAfterSeconds: 3 } })
    await crm.overlay.sync()
    await live.hears('Your CRM asks us to wait')
    await live.hears(nextTryAt)
    await live.kill()
    const before = live.stack.requests().supabase
    await live.sync()
    expect(live.stack.requests().supabase).toBe(before)
    live.stack.backend.switches.reset()
    await pause(4000)
    await heals()
  })

  test('ends the session: signing in again goes on where it was', async () => {
    await live.stack.backend.sql('delete from auth.sessions where user_id = $1', [ann.id])
    await live.kill()
    await heals()
  })
})

describe('the person and the browser', () => {
  test('two clicks on Sync are one sync', async () => {
    const before = live.stack.backend.requests('other')
    const hold = live.stack.backend.switches.hold('before', 'calendar_pull')
    await crm.overlay.pressSync()
    await hold.reached
    await crm.overlay.pressSync()
    const third = live.sync()
    await pause(300)
    hold.release()
    expect(await third).toEqual({ kind: 'done' })
    const path = 'POST /rest/v1/rpc/calendar_pull'
    expect((live.stack.backend.requests('other')[path] ?? 0) - (before[path] ?? 0)).toBe(1)
    await heals()
  })

  test('the extension is reloaded in the middle', async () => {
    const hold = live.stack.google.misbehave.hold('after', writes)
    await crm.overlay.pressSync()
    await hold.reached
    live = await live.reloadExtension()
    hold.cut()
    await live.hears('Not finished. The next sync goes on from there.')
    const soon = await live.popup.page.evaluate((name) => chrome.alarms.get(name), syncAlarm)
    expect(soon?.scheduledTime).toBeLessThan(Date.now() + 61_000)
    expect(await crm.overlay.sync(), 'the page goes on with the new version').toMatch(/In sync as of/)
    await heals()
  })
})

const scope = 'https://www.googleapis.com/auth/calendar'

/** Puts a token with these scopes where the extension keeps its own. */
async function swapToken(scopes: readonly string[]): Promise<void> {
  const accessToken = live.stack.google.tokenFor(ann.email, { scopes })
  await live.popup.page.evaluate(
    async (token) => {
      const [key = ''] = Object.keys(await chrome.storage.session.get(null)).filter((name) => name.startsWith('token '))
      await chrome.storage.session.set({ [key]: token })
    },
    { accessToken, expiresAt: Date.now() + 3_600_000 },
  )
}
