import type { StepId } from '../desk/checklist.ts'
import type { Scene } from './scene.ts'

/** One chapter of the story: does what a person would do and checks both sides. Throws, in words, when it is not so. */
export type Step = {
  /** The line of the desk's checklist that it plays, alone or with others; null: the desk does not list it. */
  readonly id: StepId | null
  readonly name: string
  /** Default 30 s. */
  readonly limitMs?: number
  readonly run: (scene: Scene) => Promise<void>
}
