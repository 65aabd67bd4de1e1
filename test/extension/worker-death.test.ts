import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { syncAlarm } from '../../entrypoints/background/alarms.ts'
import type { Run } from '../../lib/model/run.ts'
import type { Status } from '../../lib/store/status.ts'
import { eventually } from '../stack/browser/time-limit.ts'
import { ann } from '../stack/crm/people.ts'
import type { Operation } from '../stack/google/operations.ts'
import type { Hold } from '../stack/hold.ts'
import { type Live, openLive, startLiveStack } from './live-extension.ts'
import { connectAndSync } from './live-steps.ts'
import { addWork, amount, type Work } from './something-of-everything.ts'

/** The extension's worker is really stopped while the sync hangs at a named place; nothing in the extension knows of it. */
let stack: Awaited<ReturnType<typeof startLiveStack>>
let live: Live

beforeAll(async () => {
  stack = await startLiveStack()
  live = await openLive(stack.stack)
  await connectAndSync(live)
}, 120_000)
afterAll(async () => {
  await live?.closeBrowser()
  await stack?.close()
})
afterEach(() => {
  live.stack.backend.switches.reset()
  live.stack.google.misbehave.clear()
})

const writes: readonly Operation[] = ['batch', 'events.insert', 'events.patch', 'events.delete']
const crm = (moment: 'before' | 'after', name: string) => () => live.stack.backend.switches.hold(moment, name)
const google = (moment: 'before' | 'after', on: readonly Operation[]) => () =>
  live.stack.google.misbehave.hold(moment, on)

/** Where the sync hangs when its worker is stopped. What was asked for and not done by then is never done. */
const points: readonly (readonly [string, () => Hold, 'alarm' | 'press'])[] = [
  ['after pull', crm('before', 'calendar_begin'), 'press'],
  ['after begin', google('before', writes), 'alarm'],
  ['after the calendar write, before commit', crm('before', 'calendar_commit'), 'press'],
  ['in commit: it is done, its answer is not read', crm('after', 'calendar_commit'), 'alarm'],
  ['before the cursor is stored', google('after', ['events.list']), 'press'],
]

describe('a worker that dies in the middle of a sync', () => {
  test.each(points)('%s: the next sync heals it', async (_, hold, healer) => {
    const work = await addWork(live)
    await dieAt(hold())
    await healBy(healer)
    await isDoneOnce(work)
    await hasNothingLeft()
    await toldTruthfully()
  })

  test('the calendar has written, its answer is lost with the worker', async () => {
    const work = await addWork(live)
    await dieAt(google('after', writes)())
    await healBy('press')
    await isDoneOnce(work)
    await hasNothingLeft()
    await toldTruthfully()
  })

  test('a write of the dead worker that arrives after the healing sync changes nothing', async () => {
    const work = await addWork(live)
    const late = google('before', writes)()
    await dieAt(late, 'release-later')
    await healBy('press')
    await isDoneOnce(work)
    const { google: calendar } = live.stack
    const [answers, changes] = [JSON.stringify(calendar.counters.byStatus), calendar.revision()]
    late.release()
    await eventually('Google answering the late write', () => JSON.stringify(calendar.counters.byStatus) !== answers)
    expect(calendar.revision()).toBe(changes)
    await live.sync()
    await isDoneOnce(work)
    await hasNothingLeft()
  })

  test('twice in a row, at two places', async () => {
    const work = await addWork(live)
    await dieAt(google('before', writes)())
    await dieAt(crm('before', 'calendar_commit')())
    await healBy('press')
    await isDoneOnce(work)
    await hasNothingLeft()
    await toldTruthfully()
  })
})

/** A sync is pressed, comes to the place, and its worker is stopped there. */
async function dieAt(hold: Hold, then: 'cut' | 'release-later' = 'cut'): Promise<void> {
  const answer = live.sync().then(
    () => 'answered',
    () => 'died',
  )
  await hold.reached
  await live.kill()
  expect(await answer).toBe('died')
  if (then === 'cut') hold.cut()
  expect((await runs()).filter(({ status }) => status === 'running')).toHaveLength(1)
  const alarm = await live.popup.page.evaluate((name) => chrome.alarms.get(name), syncAlarm)
  expect(alarm?.scheduledTime, 'somebody looks after it within a minute').toBeLessThan(Date.now() + 61_000)
}

async function healBy(healer: 'alarm' | 'press'): Promise<void> {
  const before = new Set((await runs()).map(({ id }) => id))
  if (healer === 'press') expect(await live.sync()).toEqual({ kind: 'done' })
  else await live.ring()
  await eventually('a run that ended well', async () =>
    (await runs()).some(
      ({ id, status, trigger }) =>
        !before.has(id) && status === 'success' && trigger === (healer === 'press' ? 'manual' : 'auto'),
    ),
  )
}

/** Everything that was to do stands on both sides, once; nothing is lost, nobody was mailed. */
async function isDoneOnce(work: Work): Promise<void> {
  const { appointments, events } = await live.equal()
  for (const meetings of [appointments, events]) {
    const titles = meetings.map(({ title }) => title)
    for (const title of work.there) expect(titles.filter((each) => each === title)).toEqual([title])
    for (const title of work.gone) expect(titles).not.toContain(title)
  }
  expect(live.stack.google.mails).toEqual([])
}

/** Further syncs find nothing, write nothing, and cost one request each side. */
async function hasNothingLeft(): Promise<void> {
  await live.sync()
  const before = await everything()
  const requests = live.stack.requests()
  await live.sync()
  expect(await everything()).toEqual(before)
  const after = live.stack.requests()
  expect([after.google - requests.google, after.supabase - requests.supabase]).toEqual([1, 1])
}

async function everything(): Promise<unknown> {
  const { backend, google } = live.stack
  const mappings = await backend.sql(
    `select id, status, rev, intent, external_event_etag from calendar_event_mappings where user_id = $1 order by id`,
    [ann.id],
  )
  const log = await backend.sql('select id, status from calendar_sync_log where user_id = $1 order by id', [ann.id])
  return { mappings, log, sides: await live.sides(), revision: google.revision(), writes: google.counters.writes }
}

/** Neither log calls the dead run a success unless everything it wanted was committed with that very line. */
async function toldTruthfully(): Promise<void> {
  const dead = (await runs()).filter(({ finishedAt }) => finishedAt === null)
  expect(dead.length).toBeGreaterThan(0)
  for (const run of dead) expect(run).toMatchObject({ status: 'failed', healedBy: { at: expect.any(String) } })
  const log = await live.stack.backend.sql<{ id: string; status: string; isOver: boolean; total: number }>(
    `select id, status, finished_at is not null as "isOver", imported + exported + updated + deleted as total
     from calendar_sync_log where user_id = $1`,
    [ann.id],
  )
  expect(log.filter(({ status, isOver }) => status === 'running' || !isOver)).toEqual([])
  const { phase, lastRun } = await live.stored<Status>('status')
  expect(phase).toEqual({ kind: 'idle' })
  expect(lastRun?.status).toBe('success')
  await live.hears('In sync as of')
  const { page } = live.popup
  await page.getByRole('tab', { name: 'Activity' }).click()
  const said = await live.hears(healed)
  await page.getByRole('tab', { name: 'Overview' }).click()
  expect(said).not.toContain('Not finished')
}

const healed = new RegExp(
  String.raw`It stopped after \d of ${amount} changes\. The sync at .+ did the other \d\. Nothing is missing\.` +
    String.raw`|It did not finish\. Since the sync at .+ nothing is missing\.`,
)

const runs = () => live.rows<Run>('runs')
