import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AppointmentId, MappingId } from '../../lib/model/ids.ts'
import type { BeginOperation, OperationResult } from '../../lib/sync/ports.ts'
import { content, type Device, importOne, newMapping, openWorld, refused, type World } from './world.ts'

let world: World
let desk: Device
beforeEach(async () => {
  world = await openWorld()
  desk = world.openDevice('desk')
  await desk.pull()
})
afterEach(() => world.close())

async function begin(...operations: BeginOperation[]): Promise<readonly OperationResult[]> {
  const answer = await desk.begin(operations)
  if (answer.kind !== 'granted') throw new Error(answer.kind)
  return answer.results
}

const create = (appointmentId: AppointmentId, id: MappingId = newMapping(), title = 'Visit'): BeginOperation => ({
  op: 'create',
  mapping: { id, accountId: world.accountId, calendarId: world.calendarId, appointmentId, content: content(title) },
  expected: world.rowOf(title),
})

const imported = () => importOne(world, desk)

describe('recreate', () => {
  test('makes the mapping pending again with a higher generation, no event and the given content', async () => {
    const { id, row } = await imported()
    const operation = {
      op: 'recreate',
      mappingId: id,
      rev: 1,
      generation: 1,
      calendarId: world.calendarId,
      content: content('Standup'),
      expected: row,
    } as const
    expect(
      await begin({ ...operation, rev: 2 }, { ...operation, expected: { ...row, title: 'Other' } }, operation),
    ).toEqual([refused('rev-changed'), refused('expected-changed'), { ok: true, rev: 2 }])
    expect((await desk.pull()).mappings).toMatchObject([
      {
        status: 'pending',
        generation: 1,
        eventId: null,
        etag: null,
        stamp: null,
        knownEventIds: ['event-Standup'],
        base: content('Standup'),
      },
    ])
  })

  test('in another calendar moves the mapping to it and to its account', async () => {
    const { id, row } = await imported()
    const { account, calendars } = await world.connect(world.ann, { email: 'ann@example.org' })
    const calendarId = calendars[0]?.id
    if (!calendarId) throw new Error('no calendar')
    await begin({
      op: 'recreate',
      mappingId: id,
      rev: 1,
      generation: 1,
      calendarId,
      content: content('Standup'),
      expected: row,
    })
    expect((await desk.pull()).mappings).toMatchObject([{ accountId: account.id, calendarId }])
  })
})

describe('resume', () => {
  test('answers the rev of a pending mapping and writes nothing; anything else is refused', async () => {
    const id = newMapping()
    await begin(create(await world.addAppointment(world.ann), id))
    const { id: settled } = await imported()
    expect(
      await begin(
        { op: 'resume', mappingId: id, rev: 1 },
        { op: 'resume', mappingId: id, rev: 2 },
        { op: 'resume', mappingId: settled, rev: 1 },
      ),
    ).toEqual([{ ok: true, rev: 1 }, refused('rev-changed'), refused('rev-changed')])
    expect(await world.mapping(id)).toMatchObject({ rev: 1, status: 'pending' })
  })
})

describe('two devices', () => {
  test('the second, whose plan is older, is refused operation by operation', async () => {
    const { id, row } = await imported()
    await desk.commit([])
    const phone = world.openDevice('phone')
    await phone.pull()
    await desk.pull()
    const rename = {
      op: 'update',
      mappingId: id,
      rev: 1,
      expected: row,
      intent: { kind: 'update', patch: {} },
      before: content('Standup'),
    } as const
    await begin(rename)
    await desk.commit([{ op: 'settle', mappingId: id, rev: 2, set: {} }])
    await phone.pull()
    expect(await phone.begin([rename])).toMatchObject({ kind: 'granted', results: [refused('rev-changed')] })
  })
})
