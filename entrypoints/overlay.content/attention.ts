import type { Status } from '../../lib/store/status.ts'
import { needsPerson } from './problem-words.ts'
import { needsToast, previewToast, problemToast, type ToastView } from './toast-view.ts'

/** What a sync that nobody asked for has to say: only what newly needs the person. null: nothing. */
export function attentionToast(before: Status, now: Status, isListOld: boolean): ToastView | null {
  const { problem } = now
  if (problem && needsPerson(problem) && problem.code !== before.problem?.code) return problemToast(problem, now, true)
  if (now.previewWaits && !before.previewWaits) return previewToast()
  if (now.needsYou > before.needsYou) return needsToast(now, isListOld)
  return null
}

/** Whether what a toast says is settled elsewhere, in the popup or in another tab. */
export function isOver({ about }: ToastView, { needsYou, problem, previewWaits, isPaused, userId }: Status): boolean {
  switch (about) {
    case 'needs':
      return needsYou === 0
    case 'problem':
      return problem === null && !isPaused
    case 'preview':
      return !previewWaits
    case 'signed-out':
      return userId !== null
    case 'work':
    case 'run':
    case 'page':
      return false
  }
}
