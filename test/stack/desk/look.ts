import { inWorker } from '../browser/worker.ts'
import type { Stack } from '../stack.ts'
import { readProgress } from '../story/read-progress.ts'
import type { Scene } from '../story/scene.ts'
import type { Sight } from './checklist.ts'

/** Looks at both databases, the CRM's page and the extension; a worker that sleeps leaves the last answer standing. */
export function createLook(stack: Stack): (scene: Scene) => Promise<Sight> {
  let isExtensionSignedIn = false
  return async (scene) => {
    const [sides, progress, isCrmSignedIn, signedIn] = await Promise.all([
      scene.sides(),
      readProgress(stack, scene.person, scene.killedAt()),
      scene.crm.isSignedIn(),
      isSignedIn(scene).catch(() => isExtensionSignedIn),
    ])
    isExtensionSignedIn = signedIn
    return { ...progress, sides, isCrmSignedIn, isExtensionSignedIn }
  }
}

const isSignedIn = (scene: Scene) =>
  inWorker(
    scene.context,
    async () => {
      const { status } = await chrome.storage.local.get('status')
      return Boolean((status as { userId?: string | null } | undefined)?.userId)
    },
    null,
    1_000,
  )
