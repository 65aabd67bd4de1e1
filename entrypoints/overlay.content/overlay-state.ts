import type { Status } from '../../lib/store/status.ts'
import type { GroupView } from './group-view.ts'
import type { ToastView } from './toast-view.ts'

export type OverlayView = { readonly group: GroupView; readonly toast: ToastView | null; readonly spoken: string }

/** A value that React's `useSyncExternalStore` can watch: group and toast are two roots with one state. */
export type Store<Value> = {
  readonly get: () => Value
  readonly set: (value: Value) => void
  readonly subscribe: (listener: () => void) => () => void
}

export function createStore<Value>(first: Value): Store<Value> {
  let value = first
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set: (next) => {
      value = next
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Whether a run ended between two versions of the status. */
export const hasNewRun = (before: Status, now: Status) =>
  now.lastRun !== null && now.lastRun.id !== before.lastRun?.id && now.lastRun.status !== 'running'

/** Whether the run wrote into the CRM; without the engine's count, what may have gone there counts. */
export function changedCrm({ lastRun }: Status): boolean {
  if (!lastRun) return false
  const { imported, updated, deleted } = lastRun.counts
  return (lastRun.changedInCrm ?? imported + updated + deleted) > 0
}
