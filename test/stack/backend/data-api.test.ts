import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { acme, ann, ben, cleo, globex, people, sam } from '../crm/people.ts'
import { restClient, signIn } from './client.ts'
import { type Backend, startBackend } from './start-backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend({ port: 0, isMigrated: false })
})
afterAll(() => backend.close())

const as = async (person: typeof ann) => (await signIn(backend, person)).rest

const titles = async (person: typeof ann) => {
  const { data } = await (await as(person)).from('appointments').select('title').lt('start_time', '2030-01-01')
  return (data ?? []).map(({ title }) => title)
}

const times = { start_time: '2030-01-07T10:00:00Z', end_time: '2030-01-07T11:00:00Z' }
const siteVisit = 'a0000000-0000-4000-8000-000000000001'

describe('row-level security of the CRM', () => {
  test('ann and ben see all of Acme and nothing of Globex, cleo the reverse', async () => {
    expect(await titles(ann)).toHaveLength(6)
    expect(await titles(ben)).toEqual(await titles(ann))
    expect(await titles(cleo)).toEqual(['Kick-off'])
  })

  test('what ann adds is hers by default and in her organisation only', async () => {
    const rest = await as(ann)
    const added = await rest
      .from('appointments')
      .insert({ title: 'Inspection', organization_id: acme.id, ...times })
      .select()
      .single()
    expect(added.data).toMatchObject({ owner_id: ann.id, status: 'scheduled', contact_id: null })
    const elsewhere = await rest.from('appointments').insert({ title: 'X', organization_id: globex.id, ...times })
    expect(elsewhere).toMatchObject({ status: 403, error: { code: '42501' } })
  })

  test("ben cannot change or delete ann's appointment, sam (SUPER_ADMIN) can", async () => {
    const change = async (person: typeof ann) =>
      (await as(person)).from('appointments').update({ location: 'Kitchen' }).eq('id', siteVisit).select('id')
    expect((await change(ben)).data).toEqual([])
    expect((await (await as(ben)).from('appointments').delete().eq('id', siteVisit).select('id')).data).toEqual([])
    expect((await change(sam)).data).toEqual([{ id: siteVisit }])
  })

  test('ann may hand an appointment over to ben', async () => {
    const rest = await as(ann)
    const { data } = await rest
      .from('appointments')
      .insert({ title: 'Handover', organization_id: acme.id, ...times })
      .select('id')
      .single()
    const handed = await rest.from('appointments').update({ owner_id: ben.id }).eq('id', data?.id)
    expect(handed.error).toBeNull()
    expect((await rest.from('appointments').select('owner_id').eq('id', data?.id)).data).toEqual([{ owner_id: ben.id }])
  })

  test('fifty requests at once of four people never see with another one’s eyes', async () => {
    const clients = await Promise.all(people.map(async (person) => ({ person, rest: await as(person) })))
    const requests = Array.from({ length: 50 }, (_, index) => clients[index % clients.length] ?? clients[0])
    const seen = await Promise.all(
      requests.map(async (client) => {
        const { data } = await client!.rest.from('user_organizations').select('user_id')
        return { expected: client!.person.id, got: data }
      }),
    )
    for (const { expected, got } of seen) expect(got).toEqual([{ user_id: expected }])
  })

  test('a revoked column stays revoked over requests', async () => {
    await backend.sql(`create table public.vault_test (id int primary key, token text);
      insert into public.vault_test values (1, 'secret');
      revoke all on public.vault_test from anon, authenticated;
      grant select (id) on public.vault_test to authenticated`)
    const rest = await as(ann)
    expect((await rest.from('vault_test').select('id')).data).toEqual([{ id: 1 }])
    expect(await rest.from('vault_test').select('token')).toMatchObject({ data: null, error: { code: '42501' } })
    expect(await rest.from('vault_test').select('*')).toMatchObject({ data: null, error: { code: '42501' } })
    expect((await restClient(backend).from('vault_test').select('id')).error?.code).toBe('42501')
  })
})

describe('functions', () => {
  beforeAll(() =>
    backend.sql(`
      create function public.echo(p jsonb) returns jsonb language sql set search_path = '' as $$
        select jsonb_build_object('p', p, 'user', auth.uid(), 'role', auth.role(), 'at', '2030-01-07 10:00:00+01'::timestamptz)
      $$;
      create function public.refuse(p jsonb) returns jsonb language plpgsql set search_path = '' as $$
        begin raise exception 'no-organization' using errcode = 'P0001', hint = p ->> 'hint'; end
      $$;
      create function public.secret(p jsonb) returns jsonb language sql set search_path = '' as $$ select p $$;
      revoke execute on function public.secret from public, anon, authenticated`),
  )

  test('take one jsonb argument p and run as the caller', async () => {
    const p = { device: 'd', list: [1, null, 'ä'], nested: { when: '2030-01-07T10:00:00Z' } }
    const { data } = await (await as(ann)).rpc('echo', { p })
    expect(data).toEqual({ p, user: ann.id, role: 'authenticated', at: '2030-01-07T09:00:00+00:00' })
  })

  test('that raise answer 400 with the message and P0001', async () => {
    const answer = await (await as(ann)).rpc('refuse', { p: { hint: 'Ask the admin' } })
    expect(answer).toMatchObject({
      status: 400,
      error: { code: 'P0001', message: 'no-organization', hint: 'Ask the admin', details: null },
    })
  })

  test('that are not granted answer 42501, that do not exist PGRST202', async () => {
    const rest = await as(ann)
    expect(await rest.rpc('secret', { p: {} })).toMatchObject({ status: 403, error: { code: '42501' } })
    expect(await rest.rpc('calendar_pull', { p: {} })).toMatchObject({ status: 404, error: { code: 'PGRST202' } })
  })
})

describe('values and errors', () => {
  test('timestamps are ISO 8601 at the top level and in embedded rows', async () => {
    const rest = await as(ann)
    const { data } = await rest.from('contacts').select('created_at, appointments(start_time)').limit(1).single()
    expect(data?.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/)
    expect(data?.appointments[0]?.start_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/)
  })

  test('a duplicate answers 409 with 23505', async () => {
    const rest = await as(ann)
    const row = { name: 'Nora again', email: 'nora.lind@example.com', organization_id: acme.id }
    expect(await rest.from('contacts').insert(row)).toMatchObject({ status: 409, error: { code: '23505' } })
  })

  test('a violated check answers 400 with 23514', async () => {
    const row = { title: 'Backwards', organization_id: acme.id, start_time: times.end_time, end_time: times.start_time }
    const answer = await (await as(ann)).from('appointments').insert(row)
    expect(answer).toMatchObject({ status: 400, error: { code: '23514' } })
  })

  test('a table that does not exist answers 404 with PGRST205', async () => {
    const answer = await (await as(ann)).from('calendar_accounts').select('id')
    expect(answer).toMatchObject({ status: 404, error: { code: 'PGRST205' } })
  })

  test('2,500 rows in one request all arrive', async () => {
    const rest = await as(ben)
    const rows = Array.from({ length: 2500 }, (_, index) => ({
      name: `Contact ${index}`,
      email: null,
      owner_id: ben.id,
      organization_id: acme.id,
    }))
    expect((await rest.from('contacts').insert(rows)).error).toBeNull()
    expect(await backend.sql(`select count(*)::int as n from contacts where name like 'Contact %'`)).toEqual([
      { n: 2500 },
    ])
  })
})
