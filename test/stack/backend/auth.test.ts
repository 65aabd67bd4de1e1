import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ann, demoPassword } from '../crm/people.ts'
import { authClient, restClient, signIn } from './client.ts'
import { type Backend, startBackend } from './start-backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend({ port: 0, isMigrated: false })
})
afterAll(() => backend.close())

const rows = (headers: Record<string, string>) => fetch(`${backend.url}/rest/v1/appointments?select=id`, { headers })

describe('sign-in', () => {
  test('with the right password gives a session of this user', async () => {
    const { session } = await signIn(backend, ann)
    expect(session.user).toMatchObject({ id: ann.id, email: ann.email })
    expect(session.expires_in).toBe(3600)
  })

  test('with a wrong password is refused with the code that auth-js knows', async () => {
    const { error } = await authClient(backend).signInWithPassword({ email: ann.email, password: 'wrong' })
    expect(error).toMatchObject({ status: 400, code: 'invalid_credentials', message: 'Invalid login credentials' })
  })

  test('with an address that nobody has is refused alike', async () => {
    const { error } = await authClient(backend).signInWithPassword({ email: 'no@example.com', password: demoPassword })
    expect(error).toMatchObject({ status: 400, code: 'invalid_credentials' })
  })

  test('is refreshed by the refresh token, whose successor works too', async () => {
    const auth = authClient(backend)
    const { session } = await signIn(backend, ann)
    const first = await auth.refreshSession({ refresh_token: session.refresh_token })
    expect(first.error).toBeNull()
    expect(first.data.session?.refresh_token).not.toBe(session.refresh_token)
    const second = await auth.refreshSession({ refresh_token: first.data.session?.refresh_token ?? '' })
    expect(second.data.user?.id).toBe(ann.id)
  })

  test('with a refresh token that was never given is refused', async () => {
    const { error } = await authClient(backend).refreshSession({ refresh_token: crypto.randomUUID() })
    expect(error).toMatchObject({ status: 400, code: 'refresh_token_not_found' })
  })

  test('ends with sign-out: the refresh token is worth nothing', async () => {
    const { session } = await signIn(backend, ann)
    const auth = authClient(backend)
    await auth.setSession(session)
    expect((await auth.signOut({ scope: 'local' })).error).toBeNull()
    const { error } = await auth.refreshSession({ refresh_token: session.refresh_token })
    expect(error?.code).toMatch(/refresh_token_not_found|session_not_found/)
  })
})

describe('keys', () => {
  test('no key and a wrong key are refused', async () => {
    expect((await rows({})).status).toBe(401)
    expect((await rows({ apikey: 'sb_publishable_of_another_project' })).status).toBe(401)
  })

  test('the publishable key alone is anon and sees no row', async () => {
    const { data, error } = await restClient(backend).from('appointments').select('id')
    expect({ data, error }).toEqual({ data: [], error: null })
  })

  test('the service key passes the policies, except from a browser', async () => {
    const answer = await rows({ apikey: backend.serviceKey })
    expect(await answer.json()).toHaveLength(7)
    expect((await rows({ apikey: backend.serviceKey, 'User-Agent': 'Mozilla/5.0' })).status).toBe(401)
  })

  test('an expired access token is refused with PGRST303', async () => {
    const brief = await startBackend({ port: 0, isMigrated: false, sessionSeconds: 1 })
    const { rest } = await signIn(brief, ann)
    await new Promise((resolve) => setTimeout(resolve, 2100))
    const { error, status } = await rest.from('appointments').select('id')
    await brief.close()
    expect({ code: error?.code, status }).toEqual({ code: 'PGRST303', status: 401 })
  })
})

describe('a web page of another origin', () => {
  const origin = { Origin: 'http://127.0.0.1:1' }

  test.each(['/auth/v1/token?grant_type=password', '/rest/v1/appointments'])('may call %s', async (path) => {
    const preflight = await fetch(backend.url + path, {
      method: 'OPTIONS',
      headers: {
        ...origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'apikey,authorization,content-type,x-supabase-api-version',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.get('access-control-allow-headers')).toContain('apikey')
    const answer = await fetch(backend.url + path, { method: 'POST', body: '{}', headers: origin })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  })
})
