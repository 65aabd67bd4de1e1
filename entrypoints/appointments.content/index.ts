import { defineContentScript } from 'wxt/utils/define-content-script'
import { isPlaced, openChannel } from '../../lib/page/channel.ts'
import { findPlace, type Place } from '../../lib/page/find-place.ts'
import { hasGroupAbove } from '../../lib/page/frames.ts'
import { readPageSettings, watchPageSettings } from '../../lib/page/page-settings.ts'
import { watchPage } from './watch-page.ts'

const betweenAsksMs = 5000

/**
 * The detector: runs on every page of the CRM, so it is tiny. It finds the place for our buttons, asks the background
 * for the overlay when a place first appears, and from then on tells the overlay where the place is.
 */
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  noScriptStartedPostMessage: true,
  async main(ctx) {
    const channel = openChannel()
    let settings = await readPageSettings()
    let askedAt = -Infinity

    const askForOverlay = () => {
      if (!chrome.runtime?.id || performance.now() - askedAt < betweenAsksMs) return
      askedAt = performance.now()
      // A worker that cannot answer is asked again when the page changes.
      chrome.runtime.sendMessage({ name: 'loadOverlay', data: {} }).catch(() => undefined)
    }
    const look = () => {
      const place = hasGroupAbove(window) ? null : findPlace(document, settings, location.href)
      const isSame = samePlace(place, channel.place)
      if (isSame) {
        if (channel.onPlace ? isPlaced(channel) : !place) return
      } else channel.place = place
      if (channel.onPlace) channel.onPlace()
      else if (place) askForOverlay()
    }

    watchPageSettings(ctx.signal, (changed) => {
      settings = changed
      look()
    })
    ctx.onInvalidated(() => {
      channel.place = null
      channel.onPlace?.()
    })
    watchPage(ctx.signal, look, () => channel.onPlace !== null && !isPlaced(channel))
  },
})

const samePlace = (a: Place | null, b: Place | null) => a?.anchor === b?.anchor && a?.side === b?.side
