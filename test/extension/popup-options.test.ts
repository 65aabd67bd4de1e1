import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Check } from '../../lib/messages.ts'
import { inspect, limit, usePopupBench } from './popup-look.ts'
import { states } from './popup-states.ts'

const values = {
  crmUrl: 'https://crm.example.com',
  supabaseUrl: 'https://acme.supabase.co',
  publishableKey: 'sb_publishable_demo',
}
const bench = usePopupBench()

const wide = { width: 1000, height: 760 }
const open = async (size = wide) => {
  await bench().store(states['in-sync'])
  return bench().open('options.html', size)
}
async function fill(page: Page, { crmUrl, supabaseUrl, publishableKey }: typeof values) {
  await page.getByLabel('CRM address').fill(crmUrl)
  await page.getByLabel('Supabase URL').fill(supabaseUrl)
  await page.getByLabel('Publishable key').fill(publishableKey)
}
const check = (page: Page) => page.getByRole('button', { name: 'Check and save' }).click()
const found = (check: Check) => bench().answer('checkConfiguration', { kind: 'checked', check })

test('a working configuration is sent once and each finding is told', { timeout: limit }, async () => {
  await found({ kind: 'saved', organization: 'Acme', hasTables: true })
  const page = await open()
  await fill(page, values)
  await check(page)
  for (const text of ['Saved', 'Connection works', 'Calendar tables found', 'Organization: Acme']) {
    await page.getByRole('status').getByText(text, { exact: true }).waitFor()
  }
  expect(await bench().calls()).toEqual([{ name: 'checkConfiguration', data: values }])
  await inspect(page, 'options')
})

test('missing tables are told with the remedy', { timeout: limit }, async () => {
  await found({ kind: 'saved', organization: null, hasTables: false })
  const page = await open()
  await fill(page, values)
  await check(page)
  await page
    .getByRole('status')
    .getByText(/Calendar tables not found\. Ask your CRM admin to run the migration/)
    .waitFor()
  await page.getByText('Sign in to see your organization.').waitFor()
  await inspect(page, 'options-no-tables')
})

const troubles: readonly (readonly [Check['kind'], string, string])[] = [
  ['bad-url', 'Supabase URL', 'This is not a Supabase URL.'],
  ['bad-key', 'Publishable key', 'The CRM does not accept this key.'],
  ['bad-crm-url', 'CRM address', 'This is not a web address.'],
  ['unavailable', 'Supabase URL', 'The CRM does not answer at this address.'],
]
test.for(troubles)(
  '%s marks its field and keeps what was typed',
  { timeout: limit },
  async ([kind, label, sentence]) => {
    await found({ kind } as Check)
    const page = await open()
    await fill(page, values)
    await check(page)
    await page.getByText(sentence).waitFor()
    expect(await page.getByLabel(label).getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('CRM address').inputValue()).toBe(values.crmUrl)
    expect(await page.getByLabel('Publishable key').inputValue()).toBe(values.publishableKey)
    await inspect(page, `options-${kind}`)
  },
)

test('a secret key is forgotten at once', { timeout: limit }, async () => {
  await found({ kind: 'secret-key' })
  const page = await open()
  await fill(page, { ...values, publishableKey: 'sb_secret_demo' })
  await check(page)
  await page.getByText('This is a secret key. Use the publishable one. We did not keep it.').waitFor()
  expect(await page.getByLabel('Publishable key').inputValue()).toBe('')
  expect(await page.getByLabel('Supabase URL').inputValue()).toBe(values.supabaseUrl)
})

test('what is no address is told before anything is asked or sent', { timeout: limit }, async () => {
  const page = await open()
  await fill(page, { ...values, crmUrl: 'our crm' })
  await check(page)
  await page.getByText('This is not a web address. It looks like https://crm.example.com').waitFor()
  await fill(page, { ...values, supabaseUrl: 'acme' })
  await check(page)
  await page.getByText('This is not a Supabase URL. It looks like https://….supabase.co').waitFor()
  expect(await bench().calls()).toEqual([])
})

test('an address that the browser may not allow saves nothing and keeps the input', { timeout: limit }, async () => {
  const page = await open()
  await fill(page, { ...values, crmUrl: 'http://crm.example.com' })
  await check(page)
  await page
    .getByText('Your browser was not allowed to open this site. Nothing was saved. Check again and choose Allow.')
    .waitFor()
  expect(await page.getByLabel('CRM address').inputValue()).toBe('http://crm.example.com')
  expect(await bench().calls()).toEqual([])
})

test('what is saved is there again, and signing out says what stays', { timeout: limit }, async () => {
  const setter = await open()
  await setter.evaluate((configuration) => chrome.storage.local.set({ configuration }), values)
  const page = await open()
  expect(await page.getByLabel('Supabase URL').inputValue()).toBe(values.supabaseUrl)
  await page.getByRole('heading', { name: 'Signed in as ann@example.com' }).waitFor()
  await page.getByText('Calendars stay connected when you sign out. Nothing is deleted.').waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect.poll(bench().calls).toEqual([{ name: 'signOut', data: {} }])
  await bench().store(states['signed-out'])
  await page.getByText('Not signed in. Open Calendar Sync and sign in.').waitFor()
})

test('narrow: one column, nothing sticks out', { timeout: limit }, async () => {
  await inspect(await open({ width: 320, height: 640 }), 'options-narrow')
})
