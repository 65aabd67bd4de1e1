import type { Spoken } from '../../components/live.tsx'
import { statusOf } from '../../components/status-of.ts'
import { statusWords } from '../../components/status-words.ts'
import type { PopupState } from './popup-state.ts'

const quarters = 4

/** What a screen reader hears when it changes: start, quarters, result. Never a running count. */
export function spokenStatus(state: PopupState): Spoken {
  const { overview } = state
  const { phase } = overview
  const view = statusOf(state)
  const { line, more } = statusWords(view, overview)
  if (view.kind !== 'syncing' || phase.kind !== 'syncing')
    return {
      text: [line, more]
        .filter(Boolean)
        .join('. ')
        .replace(/[\u2068\u2069]/g, ''),
      isStep: false,
    }
  const quarter = phase.total ? Math.floor((quarters * phase.done) / phase.total) : 0
  const atQuarter =
    phase.total && quarter > 0
      ? { ...phase, done: Math.floor((quarter * phase.total) / quarters) }
      : { ...phase, total: null }
  const step = statusOf({
    ...state,
    overview: { ...overview, phase: atQuarter },
    now: Date.parse(phase.startedAt),
  })
  const words = statusWords(step, overview)
  return { text: [words.line, words.more].filter(Boolean).join('. '), isStep: true }
}
