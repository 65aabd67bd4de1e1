import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OrganizationId, UserId } from '../../lib/model/ids.ts'
import { openWorld, type World } from './world.ts'

const tables = [
  'calendar_accounts',
  'calendar_account_calendars',
  'calendar_event_mappings',
  'calendar_conflicts',
  'calendar_sync_log',
  'calendar_undo',
] as const

let world: World
let globex: OrganizationId
let ben: UserId
let cleo: UserId
let sam: UserId

beforeAll(async () => {
  world = await openWorld()
  globex = await world.db.addOrganization('Globex')
  ben = await world.db.addUser('ben@example.com', { organization: world.acme })
  cleo = await world.db.addUser('cleo@example.com', { organization: globex, role: 'SUPER_ADMIN' })
  sam = await world.db.addUser('sam@example.com', { organization: world.acme, role: 'SUPER_ADMIN' })
  const desk = world.openDevice('desk')
  await desk.pull()
  const [kept, changed] = [world.importOf('Kept'), world.importOf('Changed')]
  await desk.commit([kept, changed], { status: 'running' })
  await desk.commit([
    {
      op: 'settle',
      mappingId: kept.mapping.id,
      rev: 1,
      set: { conflict: { title: { base: 'a', crm: 'b', calendar: 'c' } } },
    },
    {
      op: 'update-appointment',
      mappingId: changed.mapping.id,
      rev: 1,
      expected: changed.row,
      row: { title: 'New' },
      set: {},
    },
  ])
})
afterAll(() => world.close())

const seenBy = async (user: UserId | null) =>
  Object.fromEntries(
    await Promise.all(
      tables.map(async (table) => [
        table,
        (await world.db.asUser(user, (sql) => sql(`select id from public.${table}`)).catch(() => 'refused' as const))
          .length,
      ]),
    ),
  )
const nothing = Object.fromEntries(tables.map((table) => [table, 0]))

describe('who sees what', () => {
  test('the owner sees all of it', async () => {
    expect(await seenBy(world.ann)).toEqual({
      calendar_accounts: 1,
      calendar_account_calendars: 1,
      calendar_event_mappings: 2,
      calendar_conflicts: 1,
      calendar_sync_log: 2,
      calendar_undo: 1,
    })
  })

  test('a colleague sees nothing', async () => expect(await seenBy(ben)).toEqual(nothing))

  test("another organisation's SUPER_ADMIN sees nothing", async () => expect(await seenBy(cleo)).toEqual(nothing))

  test("the organisation's SUPER_ADMIN sees accounts and logs, no mappings, conflicts or before-images", async () => {
    expect(await seenBy(sam)).toEqual({ ...nothing, calendar_accounts: 1, calendar_sync_log: 2 })
  })

  test('anon is refused', async () => {
    for (const table of tables) {
      await expect(world.db.asUser(null, (sql) => sql(`select id from public.${table}`))).rejects.toMatchObject({
        code: '42501',
      })
    }
    for (const name of [
      'calendar_pull',
      'calendar_begin',
      'calendar_commit',
      'calendar_connect',
      'calendar_organizations',
    ]) {
      await expect(world.db.rpc(null, name, {})).rejects.toMatchObject({ code: '42501' })
    }
  })

  test('P01: a SUPER_ADMIN who pulls gets only what is their own', async () => {
    const answer = await world.openDevice('sam', sam).pull()
    expect([answer.accounts, answer.mappings, answer.appointments, answer.conflicts]).toEqual([[], [], [], []])
  })
})

const written = (user: UserId, text: string) => world.db.asUser(user, (sql) => sql(`${text} returning id`))

describe('who writes what', () => {
  test.each(tables)('nobody else changes %s', async (table) => {
    const change = table === 'calendar_undo' ? 'before = null' : 'user_id = user_id'
    for (const user of [ben, cleo, sam]) {
      expect(await written(user, `update public.${table} set ${change}`)).toEqual([])
    }
  })

  test('an account cannot be given away or made for someone else', async () => {
    await expect(written(world.ann, `update public.calendar_accounts set user_id = '${ben}'`)).rejects.toMatchObject({
      code: '42501',
    })
    await expect(
      written(world.ann, `update public.calendar_accounts set organization_id = '${globex}'`),
    ).rejects.toMatchObject({ code: '42501' })
    await expect(
      written(
        ben,
        `insert into public.calendar_accounts (user_id, organization_id, provider, email)
        values ('${world.ann}', '${world.acme}', 'google', 'x@example.com')`,
      ),
    ).rejects.toMatchObject({ code: '42501' })
  })

  test("a mapping cannot be put into another person's calendar", async () => {
    await expect(
      written(
        ben,
        `insert into public.calendar_event_mappings (calendar_account_id, calendar_id, organization_id, appointment_ref, base, origin, status)
        values ('${world.accountId}', '${world.calendarId}', '${world.acme}', 'x', '{}', 'crm', 'pending')`,
      ),
    ).rejects.toMatchObject({ code: '23503' })
  })

  test('a before-image can be emptied by its owner, but not rewritten or dated anew', async () => {
    await expect(written(world.ann, `update public.calendar_undo set before = '{}'`)).rejects.toMatchObject({
      code: '42501',
    })
    await expect(written(world.ann, 'update public.calendar_undo set created_at = now()')).rejects.toMatchObject({
      code: '42501',
    })
  })
})

describe('membership', () => {
  test('whoever leaves the organisation loses sight of everything, and is told so', async () => {
    await world.db.sql('delete from public.user_organizations where user_id = $1', [world.ann])
    expect(await seenBy(world.ann)).toEqual(nothing)
    const desk = world.openDevice('desk')
    await expect(desk.pull()).rejects.toMatchObject({ code: 'no-organization' })
    await expect(desk.begin([])).rejects.toMatchObject({ code: 'no-organization' })
    await expect(desk.commit([])).rejects.toMatchObject({ code: 'no-organization' })
    expect(await world.db.rpc(world.ann, 'calendar_organizations', {})).toEqual([])
    await world.db.sql('insert into public.user_organizations (user_id, organization_id) values ($1, $2)', [
      world.ann,
      world.acme,
    ])
    expect((await desk.pull()).mappings).toHaveLength(2)
  })

  test('joining a second organisation is another fingerprint: everything is pulled anew', async () => {
    const desk = world.openDevice('desk')
    await desk.pull()
    expect((await desk.pull()).isFull).toBe(false)
    await world.db.sql('insert into public.user_organizations (user_id, organization_id) values ($1, $2)', [
      world.ann,
      globex,
    ])
    const answer = await desk.pull()
    expect(answer.isFull).toBe(true)
    expect(answer.organizations.map(({ name }) => name)).toEqual(expect.arrayContaining(['Acme', 'Globex']))
  })
})
