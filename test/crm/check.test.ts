import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkConnection, isSecretKey } from '../../lib/crm/check.ts'
import { createSession } from '../../lib/crm/session.ts'
import { type Backend, startBackend } from '../stack/backend/start-backend.ts'
import { ann, demoPassword } from '../stack/crm/people.ts'
import { memoryStorage } from './memory-storage.ts'

let backend: Backend
let bare: Backend
beforeAll(async () => {
  backend = await startBackend({ port: 0 })
  bare = await startBackend({ port: 0, isMigrated: false })
})
afterAll(async () => {
  await backend.close()
  await bare.close()
})

const address = (to: Backend = backend) => ({ supabaseUrl: to.url, publishableKey: to.publishableKey })
const jwt = (claims: object) => `${btoa('{"alg":"HS256"}')}.${btoa(JSON.stringify(claims))}.signature`

const silent: typeof fetch = (_input, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(new Error('aborted')))
  })
const unreachable = async () => {
  throw new Error('asked')
}

describe('the check of the options page', () => {
  test('a project with our tables', async () => {
    expect(await checkConnection(address())).toEqual({ kind: 'saved', hasTables: true, organization: null })
  })

  test('names the organisation of who is signed in', async () => {
    const session = createSession({ ...address(), storage: memoryStorage() })
    const { accessToken } = await session.signIn(ann.email, demoPassword)
    expect(await checkConnection({ ...address(), accessToken })).toEqual({
      kind: 'saved',
      hasTables: true,
      organization: 'Acme',
    })
  })

  test('a project where nobody ran the migrations', async () => {
    expect(await checkConnection(address(bare))).toEqual({ kind: 'saved', hasTables: false, organization: null })
  })

  test('a key of another project', async () => {
    expect(await checkConnection({ ...address(), publishableKey: 'sb_publishable_of_another' })).toEqual({
      kind: 'bad-key',
    })
  })

  test('a trailing slash is no other address', async () => {
    expect(await checkConnection({ ...address(), supabaseUrl: `${backend.url}/` })).toMatchObject({ kind: 'saved' })
  })

  test.each([
    'not an address',
    'ftp://project.example.com',
    'http://project.example.com',
    'https://user:secret@project.example.com',
    'https://project.example.com/rest/v1',
    'https://project.example.com/?a=b',
  ])('%s is not the URL of a project, and is not asked', async (supabaseUrl) => {
    const asked: unknown[] = []
    const fetch = async (input: unknown) => {
      asked.push(input)
      return Response.json([])
    }
    expect(await checkConnection({ ...address(), supabaseUrl, fetch })).toEqual({ kind: 'bad-url' })
    expect(asked).toEqual([])
  })

  test.each([
    [200, '<html>', 'bad-url'],
    [404, '<html>', 'bad-url'],
    [401, '<html>', 'bad-url'],
    [401, '{"message":"Invalid API key"}', 'bad-key'],
    [429, '{}', 'unavailable'],
    [502, '<html>', 'unavailable'],
  ])('something else answers %i %s: %s', async (status, body, kind) => {
    expect(await checkConnection({ ...address(), fetch: async () => new Response(body, { status }) })).toEqual({ kind })
  })

  test('nobody answers', async () => {
    expect(await checkConnection({ ...address(), supabaseUrl: 'http://127.0.0.1:1' })).toEqual({ kind: 'unavailable' })
    expect(await checkConnection({ ...address(), fetch: silent, timeoutMs: 20 })).toEqual({ kind: 'unavailable' })
  })
})

describe('a secret key', () => {
  test.each(['sb_secret_abc', jwt({ role: 'service_role' }), jwt({ role: 'authenticated', sub: 'x' })])(
    '%s is refused and sent nowhere',
    async (publishableKey) => {
      expect(await checkConnection({ ...address(), publishableKey, fetch: unreachable })).toEqual({
        kind: 'secret-key',
      })
    },
  )

  test.each(['sb_publishable_abc', jwt({ role: 'anon' }), 'a.b.c', ''])('%s is none', (key) => {
    expect(isSecretKey(key)).toBe(false)
  })
})
