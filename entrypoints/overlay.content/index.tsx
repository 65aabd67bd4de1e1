import { defineContentScript } from 'wxt/utils/define-content-script'
import { send } from '../../lib/messages.ts'
import { groupName, openChannel } from '../../lib/page/channel.ts'
import { readPageSettings, watchPageSettings } from '../../lib/page/page-settings.ts'
import { readStatus, watchStatus } from '../../lib/store/status.ts'
import { language, word } from '../../lib/words.ts'
import { createOverlay } from './create-overlay.ts'
import { createStore } from './overlay-state.ts'
import { PageGroup } from './page-group.tsx'
import { isSomeoneElse, pageUsers } from './page-user.ts'
import { keepFocus, placeGroup } from './place-group.ts'
import { watchRoom } from './room.ts'
import { createHost } from './shadow-host.tsx'
import { tellPage } from './tell-page.ts'
import { watchTheme } from './theme.ts'
import { ToastLayer } from './toast-layer.tsx'

/** The overlay: loaded where the detector found an Appointments page. Draws the group and the toast, and obeys presses. */
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  cssInjectionMode: 'manual',
  noScriptStartedPostMessage: true,
  async main(ctx) {
    const { signal } = ctx
    const channel = openChannel()
    const settings = await readPageSettings()
    const overlay = createOverlay(await readStatus(), {
      send: (name, data) => send(name, data as never),
      readStatus,
      isSomeoneElse: (status) => isSomeoneElse(status.userId, pageUsers(localStorage)),
      tellPage: () => tellPage(document),
      isOnline: () => navigator.onLine,
      reload: () => location.reload(),
      isGone: () => !chrome.runtime?.id,
    })
    watchStatus(signal, overlay.onStatus)

    const lang = language()
    const name = word('app_name')
    const isCompact = createStore(false)
    const group = await createHost(
      ctx,
      groupName,
      'group',
      lang,
      <PageGroup overlay={overlay} name={name} isCompact={isCompact} />,
    )
    const focusGroup = () => group.shadow.querySelector('button')?.focus({ preventScroll: true })
    const layer = await createHost(
      ctx,
      'calendar-sync-layer',
      'layer',
      lang,
      <ToastLayer overlay={overlay} name={name} closeLabel={word('close')} onClose={focusGroup} />,
    )
    const setColors = watchTheme([group.element, layer.element], signal)
    setColors(settings.colors)
    watchPageSettings(signal, (changed) => setColors(changed.colors))
    const restoreFocus = keepFocus(group.element, group.shadow, signal)
    const measureRoom = watchRoom(group.element, overlay.view, isCompact, signal)

    channel.host = group.element
    channel.onPlace = () => {
      // Last in <html>: a CSS zoom of the CRM's body would scale even the top layer.
      if (!layer.element.isConnected) document.documentElement.append(layer.element)
      if (!channel.place) return group.element.remove()
      placeGroup(group.element, channel.place)
      overlay.refresh()
      measureRoom()
      restoreFocus()
    }
    channel.onPlace()
    for (const type of ['focus', 'storage']) window.addEventListener(type, overlay.refresh, { signal })
    ctx.onInvalidated(() => {
      channel.host = null
      channel.onPlace = null
    })
  },
})
