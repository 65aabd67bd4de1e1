import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type AccountAnswer,
  configureAccount,
  connectAccount,
  disconnectAccount,
  listOrganizations,
} from '../../lib/crm/accounts.ts'
import type { CrmClient } from '../../lib/crm/client.ts'
import type { AccountId, CalendarId } from '../../lib/model/ids.ts'
import type { Zone } from '../../lib/model/time.ts'
import { crmClientOf } from '../support/database.ts'
import { openWorld, type World } from './world.ts'

let world: World
let crm: CrmClient
beforeEach(async () => {
  world = await openWorld()
  crm = crmClientOf(world.db, world.ann)
})
afterEach(() => world.close())

const berlin = 'Europe/Berlin' as Zone
const listed = (externalId: string, change = {}) => ({
  externalId,
  name: externalId,
  timezone: berlin,
  isPrimary: false,
  isWritable: true,
  ...change,
})
const account = (email: string, calendars: ReturnType<typeof listed>[]) =>
  ({ provider: 'google', email, organizationId: null, timezone: berlin, calendars }) as const
const brief = ({ calendars }: AccountAnswer) =>
  calendars.map(({ externalId, direction, isHome }) => [externalId, direction, isHome])

describe('connecting', () => {
  test('turns the primary calendar on and leaves the others off; the first that may be written is the home', async () => {
    const first = (await world.openDevice('desk').pull()).calendars
    expect(first).toMatchObject([{ direction: 'two-way', isHome: true, consentedAt: null }])
    const second = await connectAccount(
      crm,
      account('ann@example.org', [
        listed('main', { isPrimary: true }),
        listed('team'),
        listed('holidays', { isWritable: false }),
      ]),
    )
    expect(second.account).toMatchObject({
      email: 'ann@example.org',
      organizationId: world.acme,
      state: 'ok',
      policy: 'ask',
      connected: true,
      lastSync: null,
    })
    expect(brief(second)).toEqual([
      ['main', 'two-way', false],
      ['holidays', 'off', false],
      ['team', 'off', false],
    ])
  })

  test('a primary calendar that may only be read is import only and no home', async () => {
    await world.db.sql('update public.calendar_account_calendars set is_home = false')
    await world.db.sql('update public.calendar_accounts set connected = false')
    const answer = await connectAccount(
      crm,
      account('ann@example.org', [listed('main', { isPrimary: true, isWritable: false })]),
    )
    expect(brief(answer)).toEqual([['main', 'import', false]])
  })

  test('D07: again, in whatever case the address is written, keeps direction, home, consent and mappings', async () => {
    const desk = world.openDevice('desk')
    await desk.pull()
    await desk.commit([world.importOf('Standup'), { op: 'consent', calendarId: world.calendarId }])
    await configureAccount(crm, {
      accountId: world.accountId,
      calendars: [{ id: world.calendarId, direction: 'import', isHome: true }],
    })
    await disconnectAccount(crm, world.accountId)
    const again = await connectAccount(
      crm,
      account('Ann@Example.com', [listed('primary', { isPrimary: true, name: 'Renamed' }), listed('new')]),
    )
    expect(again.account).toMatchObject({ id: world.accountId, connected: true, state: 'ok' })
    expect(again.calendars[0]).toMatchObject({
      id: world.calendarId,
      name: 'Renamed',
      direction: 'import',
      consentedAt: expect.any(String),
    })
    expect((await desk.pull()).mappings).toHaveLength(1)
  })

  test('no-organization: none, several, or one the caller is not in', async () => {
    const globex = await world.db.addOrganization('Globex')
    await expect(
      connectAccount(crm, { ...account('x@example.com', []), organizationId: globex }),
    ).rejects.toMatchObject({ code: 'no-organization' })
    await world.db.sql('insert into public.user_organizations (user_id, organization_id) values ($1, $2)', [
      world.ann,
      globex,
    ])
    await expect(connectAccount(crm, account('x@example.com', []))).rejects.toMatchObject({ code: 'no-organization' })
    const answer = await connectAccount(crm, {
      ...account('x@example.com', [listed('main', { isPrimary: true })]),
      organizationId: globex,
    })
    expect([answer.account.organizationId, brief(answer)]).toEqual([globex, [['main', 'two-way', true]]])
    expect((await listOrganizations(crm)).map(({ name }) => name)).toEqual(expect.arrayContaining(['Acme', 'Globex']))
  })
})

test('reconnecting from another zone keeps the account’s: whole days in the CRM were reckoned in it', async () => {
  const first = await connectAccount(crm, account('moved@example.com', [listed('main', { isPrimary: true })]))
  const moved = {
    ...account('moved@example.com', [listed('main', { isPrimary: true })]),
    timezone: 'Asia/Tokyo' as Zone,
  }
  expect((await connectAccount(crm, moved)).account).toMatchObject({ id: first.account.id, timezone: berlin })
})

describe('configuring', () => {
  test('W14: policy, pause and directions', async () => {
    const change = { accountId: world.accountId, policy: 'crm-wins', state: 'paused' } as const
    expect((await configureAccount(crm, change)).account).toMatchObject({
      policy: 'crm-wins',
      state: 'paused',
    })
    const off = await configureAccount(crm, {
      accountId: world.accountId,
      calendars: [{ id: world.calendarId, direction: 'off', isHome: false }],
    })
    expect(brief(off)).toEqual([['primary', 'off', false]])
    expect(off.account.policy).toBe('crm-wins')
  })

  test('a new home takes the place of the old one, in whichever account that is', async () => {
    const second = await connectAccount(crm, account('ann@example.org', [listed('main', { isPrimary: true })]))
    const id = second.calendars[0]?.id as CalendarId
    expect(
      brief(
        await configureAccount(crm, {
          accountId: second.account.id,
          calendars: [{ id, direction: 'two-way', isHome: true }],
        }),
      ),
    ).toEqual([['main', 'two-way', true]])
    expect(await world.db.sql('select external_id from public.calendar_account_calendars where is_home')).toEqual([
      { external_id: 'main' },
    ])
  })

  test('rejected where the home could not be written to; the old home stays', async () => {
    await world.db.sql('update public.calendar_account_calendars set is_writable = false, is_home = false')
    const change = {
      accountId: world.accountId,
      calendars: [{ id: world.calendarId, direction: 'import', isHome: true }],
    } as const
    await expect(configureAccount(crm, change)).rejects.toMatchObject({ code: 'rejected' })
  })

  test("not-found for a colleague's account, also when disconnecting", async () => {
    const ben = await world.db.addUser('ben@example.com', { organization: world.acme, role: 'SUPER_ADMIN' })
    const other = crmClientOf(world.db, ben)
    await expect(configureAccount(other, { accountId: world.accountId, policy: 'crm-wins' })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(disconnectAccount(other, world.accountId)).rejects.toMatchObject({ code: 'not-found' })
    await expect(disconnectAccount(crm, crypto.randomUUID() as AccountId)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('disconnecting', () => {
  test('D07: deletes nothing and hands the home on to the next account that may be written to', async () => {
    const second = await connectAccount(crm, account('ann@example.org', [listed('main', { isPrimary: true })]))
    const desk = world.openDevice('desk')
    await desk.pull()
    await desk.commit([world.importOf('Standup')])
    const answer = await disconnectAccount(crm, world.accountId)
    expect([answer.account.connected, brief(answer)]).toEqual([false, [['primary', 'two-way', false]]])
    const pulled = await desk.pull()
    expect(pulled.calendars.filter(({ isHome }) => isHome).map(({ accountId }) => accountId)).toEqual([
      second.account.id,
    ])
    desk.forget()
    const all = await desk.pull()
    expect([all.mappings.length, all.appointments.length]).toEqual([1, 1])
  })
})
