import type { Reply } from '../../lib/messages.ts'
import type { Status } from '../../lib/store/status.ts'
import { word } from '../../lib/words.ts'
import { attentionToast, isOver } from './attention.ts'
import { failedToast } from './failed-toast.ts'
import { groupView, percent } from './group-view.ts'
import { changedCrm, createStore, hasNewRun, type OverlayView, type Store } from './overlay-state.ts'
import {
  type ActionName,
  dyingToast,
  offHereToast,
  resultToast,
  type ToastView,
  updatedToast,
  workingToast,
} from './toast-view.ts'

/** What the overlay needs of the world, so that tests can stand in for it. */
export type World = {
  readonly send: (name: 'syncNow' | 'openPopup', data: object) => Promise<Reply>
  readonly readStatus: () => Promise<Status>
  /** Whether the CRM page is signed in as another user than ours. */
  readonly isSomeoneElse: (status: Status) => boolean
  /** Answers whether the CRM refreshes its own list. */
  readonly tellPage: () => boolean
  readonly isOnline: () => boolean
  readonly reload: () => void
  /** The extension was updated or removed under this page: nothing can be asked of it any more. */
  readonly isGone: () => boolean
}

export type Overlay = {
  readonly view: Store<OverlayView>
  readonly onStatus: (status: Status) => void
  /** Looks again who the page is signed in as. */
  readonly refresh: () => void
  readonly pressSync: () => Promise<void>
  readonly press: (action: ActionName) => Promise<void>
}

/** Everything the page's part decides: what group and toast show, and what a press does. */
export function createOverlay(first: Status, world: World): Overlay {
  const updated = updatedToast()
  let status = first
  /** Set while a sync that was asked for on this page goes on; a second press joins it. */
  let asked: { readonly before: Status; isHidden: boolean } | null = null
  /** The last run changed the CRM, and its page did not take the news. */
  let isListOld = false
  const view = createStore<OverlayView>({
    group: groupView(first, world.isSomeoneElse(first)),
    toast: null,
    spoken: '',
  })

  const show = (toast: ToastView | null, spoken = toast ? sentence(toast) : view.get().spoken) =>
    view.set({ ...view.get(), toast, spoken })

  const refresh = () => {
    if (!world.isGone()) view.set({ ...view.get(), group: groupView(status, world.isSomeoneElse(status)) })
  }

  function onStatus(next: Status): void {
    const before = status
    status = next
    refresh()
    const isOff = world.isSomeoneElse(next)
    if (hasNewRun(before, next) && !isOff) isListOld = changedCrm(next) && !world.tellPage()
    if (asked) return showWork()
    const toast = view.get().toast
    const attention = isOff ? null : attentionToast(before, next, isListOld)
    if (attention) show(attention)
    else if (toast && isOver(toast, next)) show(null)
  }

  function showWork(): void {
    if (asked?.isHidden) return
    show(workingToast(status.phase), spokenWork(status))
  }

  async function pressSync(): Promise<void> {
    if (world.isGone()) return show(updated)
    refresh()
    if (world.isSomeoneElse(status)) return show(offHereToast())
    if (asked) {
      asked.isHidden = false
      return showWork()
    }
    asked = { before: status, isHidden: false }
    isListOld = false
    showWork()
    const reply = await ask('syncNow', {})
    if (!reply) return end(updated)
    const { before, isHidden } = asked
    onStatus(await world.readStatus())
    const hasRun = hasNewRun(before, status)
    const toast =
      (reply === 'died' && !hasRun ? dyingToast() : null) ??
      (reply !== 'died' && reply.kind === 'failed' ? failedToast(reply.reason, status, world.isOnline()) : null) ??
      resultToast(status, hasRun, isListOld, world.isOnline())
    // Whoever closed the toast hears of this sync only if something is left to do.
    end(isHidden && toast.isClean ? null : toast)
  }

  function end(toast: ToastView | null): void {
    asked = null
    show(toast)
  }

  /** null: the extension is gone; 'died': the worker did not live to answer. */
  async function ask(name: 'syncNow' | 'openPopup', data: object): Promise<Reply | 'died' | null> {
    try {
      return await world.send(name, data)
    } catch {
      return world.isGone() ? null : 'died'
    }
  }

  async function press(action: ActionName): Promise<void> {
    switch (action) {
      case 'connect':
      case 'manage': {
        const reply = world.isGone()
          ? null
          : await ask('openPopup', { view: action === 'connect' ? 'connect' : 'overview' })
        return show(reply ? null : updated)
      }
      case 'reload':
        return world.reload()
      case 'close':
        if (asked) asked.isHidden = true
        return show(null)
    }
  }

  return { view, onStatus, refresh, pressSync, press }
}

const sentence = ({ title, more }: ToastView) => (more ? `${title.replace(/\.$/, '')}. ${more}` : title)

/** Start and quarters are spoken, nothing in between. */
function spokenWork({ phase }: Status): string {
  const done = phase.kind === 'syncing' && phase.total ? percent(phase.done, phase.total) : 0
  const quarter = Math.floor(done / 25) * 25
  return quarter === 0 ? word('st_run') : word('pg_run', quarter)
}
