/**
 * `npm run demo`: the whole thing on this computer, in a browser, with nothing real behind it.
 *   -- --story   plays itself, headless, with fresh data (also where there is no display)
 *   -- --fresh   forgets the data of earlier demos
 */
import { hasDisplay } from './browser/machine.ts'
import { createProgress } from './progress.ts'

// Node tells of every experimental function it meets; a person who watches a demo need not know.
process.removeAllListeners('warning')

const wants = (flag: string) => process.argv.includes(flag)
const onProgress = createProgress()

onProgress('CRM Calendar Sync: the demo starts. Everything stays on this computer, no account is needed.')
const isStory = wants('--story') || !hasDisplay()
if (isStory && !wants('--story')) onProgress('No display here, so the story plays by itself.')

// What follows loads for a second or two; the first line should not wait for it.
try {
  if (isStory) {
    const { runStory } = await import('./story/run-story.ts')
    process.exitCode = (await runStory({ outDir: 'demo-output', onProgress })) ? 0 : 1
  } else {
    const { runDemo } = await import('./desk/run-demo.ts')
    await runDemo({ dataDir: '.demo', isFresh: wants('--fresh'), onProgress })
  }
} catch (error) {
  onProgress(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
// Whatever still listens belongs to the demo.
process.exit()
