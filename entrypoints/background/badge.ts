import type { Status } from '../../lib/store/status.ts'
import type { NeedView } from '../../lib/store/views.ts'
import { word } from '../../lib/words.ts'

const red = '#a82117'
const brown = '#7d4a00'
const gray = '#4b5c66'

/** The toolbar button: decisions and troubles only, never counts of synced things; the tooltip says it in words. */
export async function showBadge(status: Status, needs: readonly NeedView[]): Promise<void> {
  const { action } = chrome
  const { text, color, title } = badgeOf(status, needs)
  await action.setBadgeText({ text })
  await action.setBadgeBackgroundColor({ color })
  await action.setBadgeTextColor({ color: '#ffffff' })
  await action.setTitle({ title })
  const kind = status.userId ? 'icon' : 'icon-gray'
  await action.setIcon({ path: Object.fromEntries([16, 32, 48].map((size) => [size, `/icons/${kind}-${size}.png`])) })
}

export function badgeOf(status: Status, needs: readonly NeedView[]): { text: string; color: string; title: string } {
  if (needs.some(({ kind }) => kind === 'reconnect')) return { text: '!', color: red, title: word('action_reconnect') }
  const count = needs.length + (status.previewWaits ? 1 : 0)
  if (count > 0) {
    const shown = count > 9 ? '9+' : String(count)
    return {
      text: shown,
      color: brown,
      title: count === 1 ? word('action_needs_one') : word('action_needs_other', shown),
    }
  }
  if (status.isPaused) return { text: 'off', color: gray, title: word('action_paused') }
  if (status.phase.kind === 'syncing') return { text: '', color: gray, title: word('action_syncing') }
  if (!status.lastSyncAt) return { text: '', color: gray, title: word('app_name') }
  const time = new Date(status.lastSyncAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
  return { text: '', color: gray, title: word('action_ok', time) }
}
