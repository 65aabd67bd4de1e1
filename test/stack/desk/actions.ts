import { syncAlarm } from '../../../entrypoints/background/alarms.ts'
import { ringAlarm } from '../browser/alarm.ts'
import { openExtensionWindow } from '../browser/extension-window.ts'
import type { Stack } from '../stack.ts'
import type { Scene } from '../story/scene.ts'
import type { Action } from './steps.ts'

const throttleSeconds = 60

export type Actions = {
  /** Does what the button says; answers what to tell the person. @throws Error where it could not. */
  run(action: Action, scene: Scene): Promise<string>
  throttledForSeconds(): number
}

/** The buttons of the desk that no step of the story stands behind. */
export function createActions(stack: Stack): Actions {
  let throttledUntil = 0
  return {
    throttledForSeconds: () => Math.max(0, Math.ceil((throttledUntil - Date.now()) / 1000)),
    async run(action, scene) {
      switch (action) {
        case 'open-popup':
          await scene.popup()
          return 'Calendar Sync is open in a window of its own.'
        case 'open-options':
          await openExtensionWindow(scene.context, 'options.html', { width: 1040, height: 860 })
          return 'The options are open in a window of their own.'
        case 'ring-alarm':
          await ringAlarm(scene.context, syncAlarm)
          return 'The alarm rings now.'
        case 'kill-worker':
          await scene.kill()
          return 'The worker is dead. The next sync starts a new one.'
        case 'throttle':
          throttledUntil = Date.now() + throttleSeconds * 1000
          stack.throttleGoogle(throttleSeconds)
          return 'Google answers every request with 429 for a minute.'
      }
    },
  }
}
