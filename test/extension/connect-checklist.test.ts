import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ann, ben } from '../stack/crm/people.ts'
import { readBothSides } from '../stack/story/read-both-sides.ts'
import { type Live, openLive, startLiveStack } from './live-extension.ts'
import { askConsent, openCrm, signIn } from './live-steps.ts'
import { addEvent, addWork } from './something-of-everything.ts'

/** The guide's checklist "Mock Mode Testing", point by point and in its order, with the real pieces. */
let stack: Awaited<ReturnType<typeof startLiveStack>>
let live: Live
let crm: Awaited<ReturnType<typeof openCrm>>

beforeAll(async () => {
  stack = await startLiveStack()
  live = await openLive(stack.stack)
  await signIn(live)
  crm = await openCrm(live)
}, 120_000)
afterAll(async () => {
  await live?.closeBrowser()
  await stack?.close()
})

const sql = <Row extends object>(text: string) => stack.stack.backend.sql<Row>(text)
type LogRow = { trigger: string; status: string; imported: number; exported: number; updated: number; deleted: number }

/** The guide's own query. */
const log = () => sql<LogRow>('SELECT * FROM calendar_sync_log ORDER BY created_at DESC LIMIT 10;')
const monitoring = `SELECT ca.email, ca.provider, ca.connected, ca.last_sync, COUNT(cem.id) as mapped_events
  FROM calendar_accounts ca LEFT JOIN calendar_event_mappings cem ON ca.id = cem.calendar_account_id
  GROUP BY ca.id, ca.email, ca.provider, ca.connected, ca.last_sync;`

describe('mock mode testing', () => {
  test('Connect Google Calendar account', async () => {
    const opening = live.context.waitForEvent('page')
    await crm.overlay.connect()
    const window = await opening
    await window.getByRole('heading', { name: 'Connect a calendar' }).waitFor()
    await window.close()
    await (await askConsent(live)).allow(ann.email)
    await live.popup.showPreview()
    const accounts = await sql('select email, provider, connected from calendar_accounts')
    expect(accounts).toEqual([{ email: ann.email, provider: 'google', connected: true }])
  })

  test('Connect Outlook Calendar account: it is shown and says why it cannot be had yet', async () => {
    const page = await live.page('popup.html#connect')
    const outlook = page.getByRole('radio', { name: 'Outlook Calendar' })
    expect(await outlook.getAttribute('aria-disabled')).toBe('true')
    await page.getByText('Comes with a later version. Google Calendar works now.').waitFor()
    await page.close()
  })

  test('Click "Sync" button', async () => {
    await live.popup.page.bringToFront()
    await live.popup.start()
    await crm.tab.bringToFront()
    expect(await crm.overlay.sync()).toContain('Nothing new')
    await live.equal()
  })

  test('Verify mock events are imported', async () => {
    const titles = (await sql<{ title: string }>('select title from appointments')).map(({ title }) => title)
    expect(titles).toEqual(expect.arrayContaining(['Client call', 'Team standup', 'Trade fair', 'Busy']))
    await crm.sees('Client call')
  })

  test('Check `calendar_sync_log` table', async () => {
    expect((await log())[0]).toMatchObject({ trigger: 'manual', status: 'success', imported: 12, exported: 2 })
    const [account] = await sql<{ email: string; last_sync: unknown; mapped_events: number }>(monitoring)
    expect(account).toMatchObject({ email: ann.email, provider: 'google', connected: true, mapped_events: 15 })
    expect(account?.last_sync).not.toBeNull()
  })

  test('Verify sync statistics in toast notifications', async () => {
    await addWork(live)
    expect(await crm.overlay.sync()).toMatch(/^1 imported, 1 exported, 2 updated, 2 removed/)
    expect((await log())[0]).toMatchObject({ imported: 1, exported: 1, updated: 2, deleted: 2 })
  })

  test('no token at rest: none in the database, in IndexedDB or where the page’s script can read', async () => {
    const inMemory = await live.popup.page.evaluate(() => chrome.storage.session.get(null))
    const kept = Object.values(inMemory) as readonly { readonly accessToken?: string }[]
    const tokens = kept.flatMap(({ accessToken }) => accessToken ?? [])
    expect(tokens).toHaveLength(1)
    const tables = ['overview', 'accounts', 'needs', 'runs', 'kept', 'chunks']
    const onDisk = JSON.stringify(await Promise.all(tables.map((table) => live.rows(table))))
    const readable = JSON.stringify(await live.popup.page.evaluate(() => chrome.storage.local.get(null)))
    const names = await sql<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public' and table_name like 'calendar%'",
    )
    const rows = await Promise.all(names.map(({ name }) => sql(`select * from public.${name}`)))
    expect(names.length).toBeGreaterThanOrEqual(6)
    for (const token of tokens)
      for (const place of [onDisk, readable, JSON.stringify(rows)]) expect(place).not.toContain(token)
    expect(onDisk).toContain('refresh_token')
    expect(readable).not.toContain('refresh_token')
    expect(readable).not.toContain(ann.email)
  })

  test('Test with multiple calendar accounts', async () => {
    addEvent(live, 'In the other account', ben)
    await live.popup.page.bringToFront()
    await (await askConsent(live, ben.email)).allow(ben.email)
    await live.popup.showPreview()
    await live.popup.start()
    expect(
      await sql(`select title from appointments where title = 'In the other account' and owner_id = '${ann.id}'`),
    ).toHaveLength(1)
    const others = stack.stack.google.events(ben.email).map(({ summary }) => summary)
    expect(others, 'appointments have one home').toHaveLength(2)
    expect(others).toEqual(expect.arrayContaining(['In the other account', 'Planning with Ben']))
    const both = await sql(`select id from appointments where title = 'Planning with Ben' and owner_id = '${ann.id}'`)
    expect(both, 'a meeting that stands in both calendars is one appointment').toHaveLength(1)
    await live.sync()
    const before = await readBothSides(stack.stack, ann)
    await live.sync()
    expect(await readBothSides(stack.stack, ann)).toEqual(before)
    expect(await sql(monitoring)).toHaveLength(2)
  })

  test('Test sync error handling', async () => {
    stack.stack.google.misbehave.fail({ status: 503, seconds: 60 })
    expect(await crm.overlay.sync()).toMatch(/Google does not answer.*We try again at/)
    stack.stack.google.misbehave.clear()
    expect(await crm.overlay.sync()).toContain('Nothing new')
  })
})
