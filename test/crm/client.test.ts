import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { connectAccount, listOrganizations } from '../../lib/crm/accounts.ts'
import { type CrmClient, createCrmClient } from '../../lib/crm/client.ts'
import { resolveConflict } from '../../lib/crm/conflicts.ts'
import { createCrmPort } from '../../lib/crm/port.ts'
import { createSession } from '../../lib/crm/session.ts'
import type { DeviceId, MappingId, RunId } from '../../lib/model/ids.ts'
import { noCounts } from '../../lib/model/run.ts'
import { toInstant, type Zone } from '../../lib/model/time.ts'
import type { CommitRequest, NewLink } from '../../lib/sync/ports.ts'
import { type Backend, startBackend } from '../stack/backend/start-backend.ts'
import { ann, demoPassword, type Person } from '../stack/crm/people.ts'
import { memoryStorage } from './memory-storage.ts'

let backend: Backend
let crm: CrmClient
beforeAll(async () => {
  backend = await startBackend({ port: 0, isSeeded: false })
  crm = await clientOf(ann)
})
afterEach(() => backend.switches.reset())
afterAll(() => backend.close())

/** How many requests the project has had. */
const asked = () => Object.values(backend.requests()).reduce((sum, count) => sum + count, 0)

const address = () => ({ supabaseUrl: backend.url, publishableKey: backend.publishableKey })

async function clientOf(person: Person): Promise<CrmClient> {
  const session = createSession({ ...address(), storage: memoryStorage() })
  await session.signIn(person.email, demoPassword)
  return createCrmClient({ ...address(), accessToken: () => session.accessToken() })
}

const pullRequest = {
  device: 'desk' as DeviceId,
  cursor: null,
  epoch: null,
  fingerprint: null,
  from: toInstant('2026-11-01T00:00:00Z'),
  until: toInstant('2027-06-01T00:00:00Z'),
}
const codeOf = (code: string) => ({ name: 'SyncError', code })

describe('over HTTP', () => {
  test('connects, pulls, commits and pulls what changed, one request each', async () => {
    const connected = await connectAccount(crm, {
      provider: 'google',
      email: ann.email,
      organizationId: null,
      timezone: 'Europe/Berlin' as Zone,
      calendars: [
        { externalId: 'primary', name: 'Ann', timezone: 'Europe/Berlin' as Zone, isPrimary: true, isWritable: true },
      ],
    })
    const [calendar] = connected.calendars
    if (!calendar) throw new Error('no calendar')
    const port = createCrmPort(crm)
    const requests = asked()
    const first = await port.pull(pullRequest)
    expect(first).toMatchObject({ isFull: true, userId: ann.id, fence: 0, organizations: [{ name: 'Acme' }] })

    const start = toInstant('2026-12-01T10:00:00Z')
    const end = toInstant('2026-12-01T11:00:00Z')
    const title = 'Größe 😀 "quoted" \\u0041'
    const mapping: NewLink = {
      id: crypto.randomUUID() as MappingId,
      accountId: connected.account.id,
      calendarId: calendar.id,
      eventId: 'event-1' as NewLink['eventId'],
      etag: '"1"',
      stamp: null,
      identity: 'meeting-1',
      base: { title, description: '', location: '', time: { kind: 'timed', start, end } },
      status: 'synced',
      isMasked: false,
    }
    const row = {
      title: `${title}\0`,
      description: null,
      location: null,
      start,
      end,
      allDay: first.contract.hasAllDay ? false : null,
      isCancelled: false,
    }
    const request: CommitRequest = {
      device: pullRequest.device,
      runId: crypto.randomUUID() as RunId,
      trigger: 'manual',
      fence: first.fence,
      leaseSeconds: 60,
      operations: [{ op: 'import', mapping, row }],
      run: { status: 'success', counts: { ...noCounts, imported: 1 }, errorCodes: [] },
    }
    expect(await port.commit(request)).toMatchObject({ kind: 'granted', fence: 1, results: [{ ok: true, rev: 1 }] })
    const second = await port.pull({ ...pullRequest, ...first })
    expect(second).toMatchObject({
      isFull: false,
      appointments: [{ row: { ...row, title } }],
      mappings: [{ id: mapping.id }],
    })
    expect(asked() - requests).toBe(3)
    expect(await port.begin({ ...request, fence: 0, operations: [] })).toEqual({ kind: 'stale' })
  })

  test('lists the organisations, and says when a conflict is not open', async () => {
    expect(await listOrganizations(crm)).toMatchObject([{ name: 'Acme' }])
    await expect(resolveConflict(crm, crypto.randomUUID() as MappingId, { title: 'crm' })).rejects.toMatchObject(
      codeOf('not-found'),
    )
  })
})

describe('bad days', () => {
  test('no network, a cut reply and 5xx are unavailable; each call asks once', async () => {
    const port = createCrmPort(crm)
    backend.switches.offline(true)
    await expect(port.pull(pullRequest)).rejects.toMatchObject(codeOf('unavailable'))
    backend.switches.reset()
    backend.switches.drop(1, '/rest/')
    await expect(port.pull(pullRequest)).rejects.toMatchObject(codeOf('unavailable'))
    backend.switches.fail(1, 503, '/rest/')
    await expect(port.pull(pullRequest)).rejects.toMatchObject(codeOf('unavailable'))
    expect((await port.pull(pullRequest)).isFull).toBe(true)
  })

  test('E05: 429 carries how long to wait', async () => {
    backend.switches.set({ fail: { times: 1, status: 429, path: '/rest/', retryAfterSeconds: 7 } })
    await expect(crm.call('calendar_pull', pullRequest)).rejects.toMatchObject({
      code: 'rate-limited',
      retryAfterMs: 7000,
    })
  })

  test('an answer that does not come ends in time', async () => {
    const slow = createCrmClient({ ...address(), accessToken: async () => 'x', timeoutMs: 50 })
    backend.switches.latency(1000)
    await expect(slow.call('calendar_pull', pullRequest)).rejects.toMatchObject(codeOf('unavailable'))
  })

  test.each([
    ['a token that is none', 'x'],
    ['a token that somebody else signed', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIiwicm9sZSI6ImF1dGhlbnRpY2F0ZWQifQ.c2ln'],
  ])('%s: auth-expired', async (_what, token) => {
    const other = createCrmClient({ ...address(), accessToken: async () => token })
    await expect(other.call('calendar_pull', pullRequest)).rejects.toMatchObject(codeOf('auth-expired'))
  })

  test('a page in place of json is unavailable, never an empty answer', async () => {
    const page = createCrmClient({
      ...address(),
      accessToken: async () => 'x',
      fetch: async () => new Response('<html>', { status: 200 }),
    })
    await expect(createCrmPort(page).pull(pullRequest)).rejects.toMatchObject(codeOf('unavailable'))
  })

  test('nobody signed in: auth-expired, without asking', async () => {
    const session = createSession({ ...address(), storage: memoryStorage() })
    const nobody = createCrmClient({ ...address(), accessToken: () => session.accessToken() })
    const requests = asked()
    await expect(nobody.call('calendar_pull', pullRequest)).rejects.toMatchObject(codeOf('auth-expired'))
    expect(asked()).toBe(requests)
  })

  test('in no organisation, and not set up', async () => {
    await backend.sql('delete from public.user_organizations where user_id = $1', [ann.id])
    await expect(createCrmPort(crm).pull(pullRequest)).rejects.toMatchObject(codeOf('no-organization'))
    const bare = await startBackend({ port: 0, isMigrated: false })
    const session = createSession({
      supabaseUrl: bare.url,
      publishableKey: bare.publishableKey,
      storage: memoryStorage(),
    })
    await session.signIn(ann.email, demoPassword)
    const other = createCrmClient({
      supabaseUrl: bare.url,
      publishableKey: bare.publishableKey,
      accessToken: () => session.accessToken(),
    })
    await expect(createCrmPort(other).pull(pullRequest)).rejects.toMatchObject(codeOf('not-set-up'))
    await bare.close()
  })
})
