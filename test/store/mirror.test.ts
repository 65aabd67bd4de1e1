import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import type { LiveEvent } from '../../lib/model/event.ts'
import type { CalendarId, DeviceId, EventId } from '../../lib/model/ids.ts'
import type { Instant } from '../../lib/model/time.ts'
import { openDatabase } from '../../lib/store/db.ts'
import { openMirror } from '../../lib/store/mirror.ts'

const calendar = 'cal-1' as CalendarId
const window = { from: '2026-01-01T00:00:00Z' as Instant, until: '2026-12-31T00:00:00Z' as Instant }

const event = (id: string, title: string, stamp: string): LiveEvent => ({
  kind: 'live',
  id: id as EventId,
  etag: `"${stamp}"`,
  stamp,
  identity: id,
  seriesId: null,
  content: {
    title,
    description: '',
    location: '',
    time: { kind: 'timed', start: '2026-03-10T09:00:00Z' as Instant, end: '2026-03-10T10:00:00Z' as Instant },
  },
  isMasked: false,
  readOnly: null,
  guestCount: 0,
  marker: null,
})

let n = 0
const open = (scope = 'project ann') => {
  const db = openDatabase(`mirror-${(n += 1)}`)
  return { db, store: openMirror(db, scope, () => 'device-1' as DeviceId) }
}

test('a full set replaces, an incremental one merges, and the cursor lands with the rows', async () => {
  const { store } = open()
  const many = Array.from({ length: 300 }, (_, i) => event(`e${i}`, `Event ${i}`, '2026-03-01'))
  await store.applyEvents(calendar, { events: many, cursor: 'c1', window, isFull: true })
  await store.applyEvents(calendar, {
    events: [event('e7', 'Moved', '2026-03-02')],
    cursor: 'c2',
    window,
    isFull: false,
  })
  const events = (await store.load()).events.get(calendar)
  expect(events?.size).toBe(300)
  expect(events?.get('e7' as EventId)).toMatchObject({ content: { title: 'Moved' } })
  expect((await store.marks()).calendars[calendar]).toEqual({ cursor: 'c2', window })
  await store.applyEvents(calendar, { events: [event('e1', 'Only', '2026-03-03')], cursor: 'c3', window, isFull: true })
  expect((await store.load()).events.get(calendar)?.size).toBe(1)
})

test('G07: an older version that comes later does not replace a newer one', async () => {
  const { store } = open()
  await store.applyEvents(calendar, {
    events: [event('e1', 'Newest', '2026-03-02')],
    cursor: 'c1',
    window,
    isFull: true,
  })
  await store.applyEvents(calendar, {
    events: [event('e1', 'Stale', '2026-03-01')],
    cursor: 'c2',
    window,
    isFull: false,
  })
  expect((await store.load()).events.get(calendar)?.get('e1' as EventId)).toMatchObject({
    content: { title: 'Newest' },
  })
})

test('one user’s mirror is never read for another', async () => {
  const { db, store } = open()
  await store.applyEvents(calendar, { events: [event('e1', 'Hers', '2026-03-02')], cursor: 'c1', window, isFull: true })
  const other = openMirror(db, 'project ben', () => 'device-1' as DeviceId)
  expect((await other.load()).events.size).toBe(0)
  expect((await other.marks()).calendars).toEqual({})
})

test('E18: pulled rows that no plan has seen yet are remembered as unplanned', async () => {
  const { store } = open()
  await store.setMarks({ isSettled: true })
  await store.applyEvents(calendar, { events: [], cursor: 'c1', window, isFull: false })
  expect((await store.marks()).isSettled).toBe(true)
  await store.applyEvents(calendar, { events: [event('e1', 'New', '2026-03-02')], cursor: 'c2', window, isFull: false })
  expect((await store.marks()).isSettled).toBe(false)
})

test('marks survive and change one by one', async () => {
  const { store } = open()
  await store.setMarks({ isSettled: true })
  await store.setMarks({ setAside: [{ key: 'x', code: 'rejected' }] })
  expect(await store.marks()).toMatchObject({
    device: 'device-1',
    isSettled: true,
    setAside: [{ key: 'x', code: 'rejected' }],
    crm: null,
  })
})
