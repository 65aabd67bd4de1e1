import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { findBrowser } from '../browser/find-browser.ts'
import { launchBrowser } from '../browser/launch-browser.ts'
import { newProfile } from '../browser/profile.ts'
import { openDesk } from '../desk/open-desk.ts'
import { startStack } from '../stack.ts'
import { playStory } from './play.ts'
import { openScene } from './scene.ts'
import { story } from './story.ts'

type Options = {
  /** Where story.json and the pictures go. */
  readonly outDir: string
  readonly onProgress: (line: string) => void
}

/** Plays the whole story headless with fresh data; answers whether every step was as told. */
export async function runStory({ outDir, onProgress }: Options): Promise<boolean> {
  const dataDir = await mkdtemp(join(tmpdir(), 'calendar-sync-story-'))
  const profileDir = newProfile()
  const browser = await findBrowser({ onProgress })
  const stack = await startStack({ dataDir, onProgress })
  const desk = await openDesk(stack)
  const context = await launchBrowser({
    extensionDir: stack.extensionDir,
    headless: true,
    browserPath: browser.path,
    profileDir,
    size: { width: 1600, height: 900 },
  })
  try {
    onProgress(`${browser.version} with the extension`)
    const scene = await openScene(stack, context, desk.url, outDir)
    desk.watch(scene)
    const report = await playStory(scene, story, {
      outDir,
      deskLooked: desk.looked,
      onStep({ name, ok, ms, why }, step) {
        if (ok && step.id && step === story.findLast(({ id }) => id === step.id)) desk.tick(step.id)
        onProgress(`${ok ? '✓' : '✗'} ${name} (${(ms / 1000).toFixed(1)} s)${why ? `\n${why}` : ''}`)
      },
    })
    const failed = report.steps.find(({ ok }) => !ok)
    onProgress(failed ? `The story stopped at: ${failed.name}` : `All ${report.steps.length} steps are as told.`)
    onProgress(`Pictures and story.json: ${resolve(outDir)}`)
    return report.ok
  } finally {
    await context.close()
    await desk.close()
    await stack.close()
    for (const folder of [dataDir, profileDir]) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
