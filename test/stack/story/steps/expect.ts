import { eventually } from '../../browser/time-limit.ts'
import { type BothSides, differences, type Meeting } from '../both-sides.ts'
import type { Scene } from '../scene.ts'

/** @throws Error with these words unless it is so. */
export function check(isSo: boolean, words: string): asserts isSo {
  if (!isSo) throw new Error(words)
}

/** Waits until both databases hold the same meetings. @throws Error naming what differs. */
export async function equalSides(scene: Scene, ms = 8_000): Promise<BothSides> {
  let apart: readonly string[] = []
  try {
    return await eventually(
      'both sides being equal',
      async () => {
        const sides = await scene.sides()
        apart = differences(sides)
        return apart.length === 0 && sides
      },
      { ms },
    )
  } catch (error) {
    throw new Error(`CRM and calendar are not equal: ${apart.join('; ') || String(error)}`, { cause: error })
  }
}

/** The one meeting of that title. @throws Error when there is none, or more than one. */
export function only(meetings: readonly Meeting[], title: string, side: string): Meeting {
  const [found, second] = meetings.filter((meeting) => meeting.title === title)
  check(found !== undefined, `“${title}” is not in the ${side}`)
  check(second === undefined, `“${title}” is twice in the ${side}`)
  return found
}

/** It stands once on each side. */
export function onBoth({ appointments, events }: BothSides, title: string): void {
  only(appointments, title, 'CRM')
  only(events, title, 'calendar')
}

export function onNeither({ appointments, events }: BothSides, title: string): void {
  check(!appointments.some((meeting) => meeting.title === title), `“${title}” is still in the CRM`)
  check(!events.some((meeting) => meeting.title === title), `“${title}” is still in the calendar`)
}

/** The toast at the end of a sync must tell this. */
export function told(toast: string, words: string): void {
  check(toast.includes(words), `The toast should say “${words}” but says “${toast}”`)
}

/**
 * A meeting ahead to work with: the one of that title where it still is, else another that both sides may change.
 * @throws Error when nothing is left.
 */
export function choose(meetings: readonly Meeting[], title: string): Meeting {
  const ahead = meetings.filter(({ isPast, isPrivate, title }) => !isPast && !isPrivate && title !== 'Busy')
  const found = ahead.find((meeting) => meeting.title.startsWith(title)) ?? ahead[0]
  check(found !== undefined, 'No meeting lies ahead to work with')
  return found
}

/** The title, or with a number where meetings of that title are there from an earlier time. */
export function unused({ appointments, events }: BothSides, title: string): string {
  const taken = new Set([...appointments, ...events].map((meeting) => meeting.title))
  let free = title
  for (let number = 2; taken.has(free); number += 1) free = `${title} ${number}`
  return free
}
