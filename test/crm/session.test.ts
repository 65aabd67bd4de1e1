import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createSession } from '../../lib/crm/session.ts'
import { type Backend, startBackend } from '../stack/backend/start-backend.ts'
import { ann, demoPassword } from '../stack/crm/people.ts'
import { memoryStorage } from './memory-storage.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend({ port: 0, isMigrated: false })
})
afterEach(() => backend.switches.reset())
afterAll(() => backend.close())

/** How many requests the project has had. */
const asked = () => Object.values(backend.requests()).reduce((sum, count) => sum + count, 0)

const open = (storage = memoryStorage()) =>
  createSession({ supabaseUrl: backend.url, publishableKey: backend.publishableKey, storage })

/** Moves the end of the kept access token; 0 is now. */
function ageSession(storage: ReturnType<typeof memoryStorage>, secondsLeft: number) {
  for (const [key, text] of storage.texts) {
    const session: unknown = JSON.parse(text)
    if (typeof session === 'object' && session !== null && 'expires_at' in session) {
      storage.texts.set(key, JSON.stringify({ ...session, expires_at: Math.floor(Date.now() / 1000) + secondsLeft }))
    }
  }
}

describe('signing in', () => {
  test('gives who it is and a token, and outlives the worker', async () => {
    const storage = memoryStorage()
    const session = await open(storage).signIn(ann.email, demoPassword)
    expect(session).toEqual({ userId: ann.id, email: ann.email, accessToken: expect.stringMatching(/^ey/) })
    expect(await open(storage).currentSession()).toEqual(session)
    expect([...storage.texts.keys()]).toEqual(['crm-session'])
  })

  test.each([
    ['a wrong password', ann.email, 'wrong'],
    ['an address that nobody has', 'nobody@example.com', demoPassword],
  ])('%s: forbidden', async (_what, email, password) => {
    await expect(open().signIn(email, password)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('a wrong key: rejected', async () => {
    const session = createSession({
      supabaseUrl: backend.url,
      publishableKey: 'sb_publishable_of_another',
      storage: memoryStorage(),
    })
    await expect(session.signIn(ann.email, demoPassword)).rejects.toMatchObject({ code: 'rejected' })
  })

  test.each([
    [503, 'unavailable'],
    [429, 'rate-limited'],
  ])('an answer of %i: %s', async (status, code) => {
    backend.switches.fail(20, status, '/auth/')
    await expect(open().signIn(ann.email, demoPassword)).rejects.toMatchObject({ code })
  })

  test('no network: unavailable', async () => {
    backend.switches.offline(true)
    await expect(open().signIn(ann.email, demoPassword)).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('the current session', () => {
  test('is none, and the access token auth-expired, while nobody is signed in', async () => {
    const session = open()
    expect(await session.currentSession()).toBeNull()
    await expect(session.accessToken()).rejects.toMatchObject({ code: 'auth-expired' })
  })

  test('is renewed shortly before its end, and the new refresh token is kept', async () => {
    const storage = memoryStorage()
    await open(storage).signIn(ann.email, demoPassword)
    const before = storage.texts.get('crm-session')
    ageSession(storage, 30)
    const renewed = await open(storage).currentSession()
    expect(renewed?.userId).toBe(ann.id)
    expect(storage.texts.get('crm-session')).not.toBe(before)
    ageSession(storage, 30)
    expect((await open(storage).currentSession())?.accessToken).toMatch(/^ey/)
  })

  test('asked for by two at once is renewed once', async () => {
    const storage = memoryStorage()
    await open(storage).signIn(ann.email, demoPassword)
    ageSession(storage, 30)
    const session = open(storage)
    const requests = asked()
    const [a, b] = await Promise.all([session.accessToken(), session.accessToken()])
    expect(a).toBe(b)
    expect(asked() - requests).toBe(1)
  })

  test('without network is unavailable and not lost', { timeout: 60_000 }, async () => {
    const storage = memoryStorage()
    await open(storage).signIn(ann.email, demoPassword)
    ageSession(storage, -10)
    backend.switches.offline(true)
    await expect(open(storage).currentSession()).rejects.toMatchObject({ code: 'unavailable' })
    backend.switches.reset()
    expect((await open(storage).currentSession())?.userId).toBe(ann.id)
  })

  test('that the server ended is over: null, and nothing is asked again', async () => {
    const storage = memoryStorage()
    await open(storage).signIn(ann.email, demoPassword)
    const kept: unknown = JSON.parse(storage.texts.get('crm-session') ?? '{}')
    storage.texts.set('crm-session', JSON.stringify({ ...(kept as object), refresh_token: 'revoked' }))
    ageSession(storage, -10)
    expect(await open(storage).currentSession()).toBeNull()
    const requests = asked()
    expect(await open(storage).currentSession()).toBeNull()
    expect(asked()).toBe(requests)
  })
})

describe('signing out', () => {
  test.each([
    ['with the network', false],
    ['without it', true],
  ])('%s leaves nothing behind', async (_how, isOffline) => {
    const storage = memoryStorage()
    const session = open(storage)
    await session.signIn(ann.email, demoPassword)
    backend.switches.offline(isOffline)
    await session.signOut()
    expect([...storage.texts]).toEqual([])
    expect(await session.currentSession()).toBeNull()
  })
})
