import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eventually, within } from '../browser/time-limit.ts'
import { failureInWords } from './failure.ts'
import type { Scene } from './scene.ts'
import type { Step } from './step.ts'

export type StepReport = { readonly name: string; readonly ok: boolean; readonly ms: number; readonly why?: string }
export type StoryReport = {
  readonly ok: boolean
  readonly steps: readonly StepReport[]
  /** Requests per host, then per step's name. */
  readonly requests: Record<string, Record<string, number>>
}

type Play = {
  /** Where story.json and the pictures go. */
  readonly outDir: string
  readonly onStep: (report: StepReport, step: Step) => void
  /** Settles when the desk has looked at both databases once more. */
  readonly deskLooked: () => Promise<void>
}

/**
 * Plays the steps in their order, with a picture after each, and stops at the first that fails: the later ones stand on
 * it. Writes story.json and NN-name.png into `outDir`, which is emptied before.
 */
export async function playStory(
  scene: Scene,
  steps: readonly Step[],
  { outDir, onStep, deskLooked }: Play,
): Promise<StoryReport> {
  await rm(outDir, { recursive: true, force: true })
  await mkdir(outDir, { recursive: true })
  const reports: StepReport[] = []
  const requests: StoryReport['requests'] = {}
  for (const [index, step] of steps.entries()) {
    const before = scene.requests()
    const report = await playStep(scene, step)
    for (const [host, count] of Object.entries(scene.requests())) {
      requests[host] = { ...requests[host], [step.name]: count - (before[host] ?? 0) }
    }
    onStep(report, step)
    await showsItAll(scene, deskLooked).catch(() => undefined)
    await takePictures(scene, join(outDir, `${String(index + 1).padStart(2, '0')}-${slug(step.name)}`))
    reports.push(report)
    if (!report.ok) break
  }
  const story = { ok: reports.length === steps.length && reports.every(({ ok }) => ok), steps: reports, requests }
  await writeFile(join(outDir, 'story.json'), `${JSON.stringify(story, null, 2)}\n`)
  return story
}

/** @returns what came of it; a failure in words, never an exception. */
export async function playStep(scene: Scene, { name, limitMs = 30_000, run }: Step): Promise<StepReport> {
  const start = performance.now()
  const took = () => Math.round(performance.now() - start)
  try {
    await within(limitMs, name, run(scene))
    return { name, ok: true, ms: took() }
  } catch (error) {
    return { name, ok: false, ms: took(), why: failureInWords(error) }
  }
}

/** The web calendar and the desk look for news about twice a second; a picture should show what the step left. */
async function showsItAll(scene: Scene, deskLooked: Play['deskLooked']): Promise<void> {
  const isDrawn = async () => (await scene.calendar.revision()) === scene.stack.google.revision()
  await eventually('the calendar page being up to date', isDrawn, { ms: 3_000 })
  await within(3_000, 'the desk looking', deskLooked())
}

/** The desk, and the extension's own window where one is open. A picture that cannot be taken fails nothing. */
async function takePictures(scene: Scene, path: string): Promise<void> {
  const popup = scene.popupPage()
  await Promise.allSettled([
    scene.desk.screenshot({ path: `${path}.png`, timeout: 5_000 }),
    ...(popup ? [popup.screenshot({ path: `${path}-popup.png`, timeout: 5_000 })] : []),
  ])
}

const slug = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
