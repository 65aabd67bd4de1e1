import type { LaunchFlow } from './authorize.ts'

/**
 * The browser allows one flow at a time. A flow waits for a silent one, which ends by itself within seconds;
 * while a window is open for the person every other flow fails with the browser's own sentence.
 */
export function oneFlowAtATime(launch: LaunchFlow): LaunchFlow {
  let silent: Promise<unknown> = Promise.resolve()
  let isWindowOpen = false

  return async (options) => {
    if (isWindowOpen) throw new Error('Only one web auth flow is allowed at a time.')
    if (!options.interactive) {
      const flow = silent.then(() => launch(options))
      silent = flow.catch(() => undefined)
      return flow
    }
    isWindowOpen = true
    try {
      await silent
      return await launch(options)
    } finally {
      isWindowOpen = false
    }
  }
}
