import type { NeedView } from '../lib/store/views.ts'
import { plural, providerName, quote, startOf, word } from '../lib/words.ts'
import type { IconName, Tone } from './icon.tsx'

export type NeedWords = {
  readonly icon: IconName
  readonly tone: Tone
  readonly title: string
  readonly more: string
  /** null where the person can only read it. */
  readonly action: string | null
}

const order = { reconnect: 0, held: 1, guests: 2, conflict: 3, rejected: 4 } as const
const startOfNeed = (need: NeedView) => ('start' in need ? need.start : '')

/** Reconnect, held, guests, conflict, rejected; then by start. */
export const inOrder = (needs: readonly NeedView[]): readonly NeedView[] =>
  needs.toSorted((a, b) => order[a.kind] - order[b.kind] || startOfNeed(a).localeCompare(startOfNeed(b)))

export function needWords(need: NeedView): NeedWords {
  const provider = providerName[need.provider]
  switch (need.kind) {
    case 'reconnect':
      return {
        icon: 'plug',
        tone: 'bad',
        title: word('need_reconnect', provider),
        more: word('need_reconnect_more', quote(need.email)),
        action: word('reconnect'),
      }
    case 'held':
      return {
        icon: 'hold',
        tone: 'warn',
        title: plural('need_held', need.count),
        more: need.side === 'crm' ? word('need_held_more', provider) : word('need_held_crm'),
        action: word('look'),
      }
    case 'guests': {
      const isGone = need.change === 'delete'
      const when = `${startOf(need.start)}. ${plural('need_guests_more', need.guestCount)}`
      return {
        icon: 'people',
        tone: 'warn',
        title: word(isGone ? 'need_delete' : 'need_edit', quote(need.title)),
        more: `${when} ${word('need_stays')}`,
        action: null,
      }
    }
    case 'conflict':
      return {
        icon: 'differs',
        tone: 'warn',
        title: word('need_conflict', quote(need.title)),
        more: word('need_conflict_more', startOf(need.start)),
        action: word('choose'),
      }
    case 'rejected':
      return {
        icon: 'warning',
        tone: 'bad',
        title: word('need_rejected', quote(need.title)),
        more: word('need_rejected_more'),
        action: null,
      }
  }
}
