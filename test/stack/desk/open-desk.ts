import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pause } from '../browser/time-limit.ts'
import { ann, demoPassword } from '../crm/people.ts'
import type { Stack } from '../stack.ts'
import { differences } from '../story/both-sides.ts'
import { failureInWords } from '../story/failure.ts'
import { playStep } from '../story/play.ts'
import type { Scene } from '../story/scene.ts'
import { story } from '../story/story.ts'
import { createActions } from './actions.ts'
import { type Checklist, newChecklist, observe, type Sight, type StepId, stepIds } from './checklist.ts'
import { createLook } from './look.ts'
import { serveDesk } from './serve-desk.ts'
import { stepTexts } from './steps.ts'

const betweenLooksMs = 600

export type OpenDesk = {
  readonly url: string
  /** From now on the checklist ticks itself and the buttons work. */
  watch(scene: Scene): void
  /** Settles after the next whole look at both databases. */
  readonly looked: () => Promise<void>
  /** Ticks a step that was played: it has compared both databases itself, and may be quicker than the desk looks. */
  tick(id: StepId): void
  close(): Promise<void>
}

/** The demo desk of a stack: serves the page, looks at both databases, keeps the checklist in the data folder. */
export async function openDesk(stack: Stack): Promise<OpenDesk> {
  const file = join(stack.dataDir, 'checklist.json')
  const failures = new Map<StepId, string>()
  let checklist: Checklist = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Checklist,
    () => newChecklist,
  )
  let scene: Scene | null = null
  let playing: StepId | null = null
  let notice = ''
  let sight: Sight | null = null
  const waiting: (() => void)[] = []
  const stop = new AbortController()
  const actions = createActions(stack)
  const look = createLook(stack)

  const desk = await serveDesk(stack.ports.desk, {
    onAction(action) {
      if (!scene) return
      actions.run(action, scene).then(
        (said) => say(said),
        (error: unknown) => say(failureInWords(error)),
      )
    },
    onPlay: (id) => void play(id),
  })

  function say(text: string): void {
    notice = text
    show()
  }

  async function play(id: StepId): Promise<void> {
    if (!scene || playing) return
    playing = id
    failures.delete(id)
    show()
    for (const step of story.filter((step) => step.id === id)) {
      const { ok, why } = await playStep(scene, step)
      if (ok) continue
      failures.set(id, why ?? '')
      break
    }
    playing = null
    if (!failures.has(id)) tick(id)
    show()
  }

  function tick(id: StepId): void {
    checklist = { ...checklist, done: stepIds.filter((each) => each === id || checklist.done.includes(each)) }
    show()
  }

  function show(): void {
    desk.show({
      crmUrl: `${stack.crm.url}/appointments?${new URLSearchParams({ email: ann.email, password: demoPassword })}`,
      calendarUrl: `${stack.googleUrl}/calendar?person=${encodeURIComponent(ann.email)}`,
      steps: stepIds.map((id) => ({
        ...stepTexts[id],
        id,
        isDone: checklist.done.includes(id),
        isPlaying: playing === id,
        failure: failures.get(id) ?? null,
      })),
      requests: { google: stack.requests().google ?? 0, supabase: stack.requests().supabase ?? 0 },
      appointments: sight?.sides.appointments.filter(({ isPast }) => !isPast).length ?? 0,
      events: sight?.sides.events.filter(({ isPast }) => !isPast).length ?? 0,
      differences: sight ? differences(sight.sides) : [],
      throttledForSeconds: actions.throttledForSeconds(),
      notice,
    })
  }

  async function watch(scene: Scene): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        sight = await look(scene)
        const next = observe(checklist, sight)
        if (JSON.stringify(next) !== JSON.stringify(checklist)) await writeFile(file, JSON.stringify(next))
        checklist = next
        show()
        for (const resolve of waiting.splice(0)) resolve()
      } catch (error) {
        if (!stop.signal.aborted) say(failureInWords(error))
      }
      await pause(betweenLooksMs)
    }
  }

  let watching = Promise.resolve()
  return {
    url: desk.url,
    tick,
    // Two looks: the one under way may have begun before.
    looked: async () => {
      for (let looks = 0; looks < 2; looks += 1) await new Promise<void>((resolve) => waiting.push(resolve))
    },
    watch(watched) {
      scene = watched
      watching = watch(watched)
    },
    async close() {
      stop.abort()
      await watching
      await desk.close()
    },
  }
}
