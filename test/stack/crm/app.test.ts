import { describe, expect, test } from 'vitest'
import { ann, demoPassword, sam } from './people.ts'
import { useCrm } from './use-crm.ts'

const crm = useCrm()

async function add(title: string, starts: string, ends: string) {
  await crm.button('Add appointment').click()
  await crm.field('Title').fill(title)
  await crm.field('Starts').fill(starts)
  await crm.field('Ends').fill(ends)
  await crm.button('Save').click()
  await crm.row(title).waitFor()
}

describe('sign-in', () => {
  test('is refused in words, then goes to the view that was asked for and keeps its session as supabase-js does', async () => {
    await crm.page().goto(`${crm.url()}/contacts?email=${ann.email}&password=wrong`)
    await crm.button('Sign in').click()
    expect(await crm.alert().innerText()).toBe('E-mail or password is wrong.')
    await crm.page().getByLabel('Password').fill(demoPassword)
    await crm.button('Sign in').click()
    await crm.heading('Contacts').waitFor()
    expect(crm.page().url()).toBe(`${crm.url()}/contacts`)
    const session = await crm.page().evaluate(() => JSON.parse(localStorage.getItem('sb-127-auth-token') ?? '{}'))
    expect(session).toMatchObject({ user: { id: ann.id }, token_type: 'bearer' })
    await crm.page().reload()
    await crm.heading('Contacts').waitFor()
  })

  test('ends in the settings', async () => {
    await crm.signIn(ann, '/settings')
    await crm.button('Sign out').click()
    await crm.heading('Sign in').waitFor()
    expect(await crm.page().evaluate(() => localStorage.getItem('sb-127-auth-token'))).toBeNull()
  })
})

describe('navigation', () => {
  test('changes the view and the address without loading the page; back works', async () => {
    await crm.signIn(ann, '/')
    await crm.page().evaluate(() => Object.assign(window, { isSamePage: true }))
    for (const view of ['Contacts', 'Appointments', 'Settings', 'Dashboard']) {
      await crm.link(view).click()
      await crm.heading(view).waitFor()
    }
    await crm.page().goBack()
    await crm.heading('Settings').waitFor()
    expect(new URL(crm.page().url()).pathname).toBe('/settings')
    expect(await crm.page().evaluate(() => 'isSamePage' in window)).toBe(true)
  })
})

describe('the list', () => {
  test('shows what is ahead by day, mine first of all, everyone’s on demand and those without buttons', async () => {
    await crm.signIn(ann)
    expect(await crm.page().locator('main h2').allInnerTexts()).toHaveLength(3)
    expect(await crm.page().locator('main h2').first().innerText()).toMatch(/^Tomorrow, /)
    expect(await crm.row('Site visit').locator('.times').innerText()).toBe('10:00–11:00')
    expect(await crm.row('Product demo').count()).toBe(0)
    await crm.page().getByLabel('Whose').selectOption('Everyone’s')
    await crm.row('Product demo').waitFor()
    expect(await crm.row('Product demo').getByRole('button').count()).toBe(0)
    expect(await crm.row('Site visit').getByRole('button').count()).toBe(2)
    await crm.page().getByLabel('Show').selectOption('Past')
    await crm.row('First meeting').waitFor()
  })

  test('lets a SUPER_ADMIN change a colleague’s', async () => {
    await crm.signIn(sam)
    expect(await crm.page().locator('.empty').innerText()).toContain('Nothing here')
    await crm.page().getByLabel('Whose').selectOption('Everyone’s')
    await crm.button('Edit Contract signing').click()
    await crm.field('Location').fill('Reception')
    await crm.button('Save').click()
    await crm.row('Reception').waitFor()
  })

  test('says that it could not be read, and reads it when asked again', async () => {
    await crm.signIn(ann)
    crm.backend().switches.fail(20, 500, 'appointments')
    await crm.button('Refresh').click()
    await crm.alert().waitFor()
    expect(await crm.row('Site visit').count()).toBe(1)
    crm.backend().switches.reset()
    await crm.button('Try again').click()
    await crm.alert().waitFor({ state: 'detached' })
  })
})

describe('an appointment', () => {
  test('is added in the browser’s zone and shown in the one of another', async () => {
    await crm.signIn(ann)
    await add('Inspection', '2030-07-01T10:00', '2030-07-01T11:30')
    expect(await crm.row('Inspection').locator('.times').innerText()).toBe('10:00–11:30')
    expect(
      await crm
        .backend()
        .sql(`select owner_id, start_time, end_time, description from appointments where title = $1`, ['Inspection']),
    ).toEqual([
      {
        owner_id: ann.id,
        start_time: '2030-07-01T08:00:00+00:00',
        end_time: '2030-07-01T09:30:00+00:00',
        description: null,
      },
    ])
    await crm.reopen('America/New_York')
    await crm.signIn(ann)
    expect(await crm.row('Inspection').locator('.times').innerText()).toBe('04:00–05:30')
  })

  test('is edited by sending only what was changed', async () => {
    await crm.signIn(ann)
    await crm.backend().sql(
      `insert into appointments (organization_id, owner_id, title, description, start_time, end_time)
       select organization_id, id, 'Precise', E'two\r\nlines ', '2030-08-01T10:00:30Z', '2030-08-01T11:00:30Z'
       from profiles where id = $1`,
      [ann.id],
    )
    await crm.button('Refresh').click()
    await crm.button('Edit Precise').click()
    await crm.field('Location').fill('Kitchen')
    const patch = crm.page().waitForRequest((request) => request.method() === 'PATCH')
    await crm.button('Save').click()
    expect((await patch).postDataJSON()).toEqual({ location: 'Kitchen' })
    await crm.row('Kitchen').waitFor()
  })

  test('keeps its length when its start is moved, and may not end before it starts', async () => {
    await crm.signIn(ann)
    await crm.button('Add appointment').click()
    await crm.field('Title').fill('Moved')
    await crm.field('Starts').fill('2030-09-01T10:00')
    expect(await crm.field('Ends').inputValue()).toBe('2030-09-01T11:00')
    await crm.field('Ends').fill('2030-09-01T09:00')
    await crm.button('Save').click()
    expect(await crm.alert().innerText()).toBe('The end lies before the start.')
  })

  test('is not lost from the form when the server cannot be reached', async () => {
    await crm.signIn(ann)
    await crm.button('Add appointment').click()
    await crm.field('Title').fill('Kept')
    crm.backend().switches.offline(true)
    await crm.button('Save').click()
    expect(await crm.alert().innerText()).toBe('The server cannot be reached. Check the connection.')
    crm.backend().switches.offline(false)
    await crm.button('Save').click()
    await crm.row('Kept').waitFor()
  })

  test('is deleted after a question', async () => {
    await crm.signIn(ann)
    await add('To be deleted', '2030-10-01T10:00', '2030-10-01T11:00')
    await crm.button('Delete To be deleted').click()
    await crm.button('Keep').click()
    expect(await crm.row('To be deleted').count()).toBe(1)
    await crm.button('Delete To be deleted').click()
    await crm.button('Delete').click()
    await crm.row('To be deleted').waitFor({ state: 'detached' })
    expect(await crm.backend().sql('select id from appointments where title = $1', ['To be deleted'])).toEqual([])
  })
})
