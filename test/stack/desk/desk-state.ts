import type { StepId } from './checklist.ts'
import type { StepText } from './steps.ts'

/** What the desk's page shows; sent whole on every change. */
export type DeskState = {
  readonly crmUrl: string
  readonly calendarUrl: string
  readonly steps: readonly (StepText & {
    readonly id: StepId
    readonly isDone: boolean
    readonly isPlaying: boolean
    /** Why playing it failed, in words. */
    readonly failure: string | null
  })[]
  readonly requests: { readonly google: number; readonly supabase: number }
  /** Meetings ahead on each side, and what still differs, in words. */
  readonly appointments: number
  readonly events: number
  readonly differences: readonly string[]
  readonly throttledForSeconds: number
  /** What the last button did, or why it could not. */
  readonly notice: string
}
