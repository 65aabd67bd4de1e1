import { defineBackground } from 'wxt/utils/define-background'
import { syncAlarm } from './alarms.ts'
import { compose } from './compose.ts'
import { isFromExtension, receive } from './receive.ts'

/** Registers listeners, synchronously and nothing else: the browser wakes the worker for exactly these. */
export default defineBackground(() => {
  const background = compose()
  chrome.runtime.onMessage.addListener((message, sender, reply) => {
    if (!isFromExtension(sender)) return false
    void receive(background, message, sender).then(reply)
    return true
  })
  chrome.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === syncAlarm) void background.syncByAlarm()
  })
  chrome.runtime.onInstalled.addListener(() => void background.start())
  chrome.runtime.onStartup.addListener(() => void background.start())
  chrome.permissions.onAdded.addListener(() => void background.start())
})
