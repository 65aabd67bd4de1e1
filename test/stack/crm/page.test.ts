import { AxeBuilder } from '@axe-core/playwright'
import { describe, expect, test } from 'vitest'
import { builtApp } from './built-app.ts'
import { ann, cleo } from './people.ts'
import { useCrm } from './use-crm.ts'

const crm = useCrm()

const dispatch = () =>
  crm
    .page()
    .evaluate(() =>
      document.dispatchEvent(new CustomEvent('calendar-sync:changed', { bubbles: true, cancelable: true })),
    )
const insert = (title: string) =>
  crm.backend().sql(
    `insert into appointments (organization_id, owner_id, title, start_time, end_time)
     select organization_id, id, $2, now() + interval '1 day', now() + interval '25 hours' from profiles where id = $1`,
    [ann.id, title],
  )

describe('towards what is put into its page', () => {
  test('the toolbar is made of new elements after a refresh and after navigation', async () => {
    await crm.signIn(ann)
    const mark = () =>
      crm.page().evaluate(() => {
        const toolbar = document.querySelector<HTMLElement>('.toolbar')
        const before = toolbar?.dataset.mark
        if (toolbar) toolbar.dataset.mark = 'seen'
        return before
      })
    expect(await mark()).toBeUndefined()
    expect(await mark()).toBe('seen')
    await crm.button('Refresh').click()
    await crm.page().locator('.toolbar:not([data-mark])').waitFor()
    await mark()
    await crm.link('Contacts').click()
    await crm.heading('Contacts').waitFor()
    await crm.link('Appointments').click()
    await crm.page().locator('.toolbar:not([data-mark])').waitFor()
  })

  test('the list is read anew on calendar-sync:changed, and the sender is told so', async () => {
    await crm.signIn(ann)
    await insert('Came from elsewhere')
    expect(await dispatch()).toBe(false)
    await crm.row('Came from elsewhere').waitFor()
    await crm.link('Contacts').click()
    await crm.heading('Contacts').waitFor()
    expect(await dispatch()).toBe(true)
  })

  test('with refresh=none it is read on navigation only', async () => {
    await crm.signIn(ann, '/appointments', '&refresh=none')
    await insert('Not seen at once')
    expect(await dispatch()).toBe(true)
    await crm.link('Contacts').click()
    await crm.heading('Contacts').waitFor()
    expect(await crm.row('Not seen at once').count()).toBe(0)
    await crm.link('Appointments').click()
    await crm.row('Not seen at once').waitFor()
    expect(new URL(crm.page().url()).search).toBe('?refresh=none')
  })
})

describe('looks', () => {
  test.each(['light', 'dark'] as const)(
    'have no accessibility violations and no sideways scrolling, %s',
    { timeout: 60_000 }, // axe looks at six views
    async (theme) => {
      await crm.reopen('Europe/Berlin', theme)
      const inspect = async () => {
        const { violations } = await new AxeBuilder({ page: crm.page() }).analyze()
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
        expect(await crm.page().evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(700)
      }
      await crm.page().goto(crm.url())
      await crm.heading('Sign in').waitFor()
      await inspect()
      await crm.signIn(cleo, '/')
      await inspect()
      for (const view of ['Contacts', 'Settings', 'Appointments']) {
        await crm.link(view).click()
        await crm.heading(view).waitFor()
        await inspect()
      }
      await crm.button('Add appointment').click()
      await inspect()
    },
  )

  test('follow the theme chosen in the settings', async () => {
    await crm.signIn(ann, '/settings')
    await crm.page().getByLabel('Theme').selectOption('Dark')
    await crm.page().reload()
    await crm.heading('Settings').waitFor()
    expect(await crm.page().evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  })
})

test('the app is built once for the same sources', async () => {
  const start = performance.now()
  expect(await builtApp()).toBe(await builtApp())
  expect(performance.now() - start).toBeLessThan(1000)
})
