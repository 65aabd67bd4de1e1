import { mkdirSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { openPopupBench, type PopupBench } from './popup-extension.ts'

export const pictures = 'test-output/popup'
mkdirSync(pictures, { recursive: true })

export const limit = 60_000

/** One browser for all tests of a file; pages and noted commands are gone after each test. */
export function usePopupBench(): () => PopupBench {
  let bench: PopupBench | undefined
  const opened = () => {
    if (!bench) throw new Error('the bench opens before the first test')
    return bench
  }
  beforeAll(async () => {
    bench = await openPopupBench()
  }, limit)
  afterEach(async () => {
    for (const page of opened().context.pages().slice(1)) await page.close()
    await opened().calls()
  })
  afterAll(() => bench?.close(), limit)
  return opened
}

/** Both themes: no finding of axe, nothing wider than the window; the pictures are for people to look at. */
export async function inspect(page: Page, name: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
    const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(width, 'pixels that stick out').toBe(0)
    await page.screenshot({ path: `${pictures}/${name}-${colorScheme}.png` })
  }
}

export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
export const main = (page: Page) => page.getByRole('main')
export const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.textContent || document.activeElement?.getAttribute('aria-label'))
