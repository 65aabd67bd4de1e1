import type { Step } from '../step.ts'
import { check, told } from './expect.ts'

export const nothingNew: Step = {
  id: null,
  name: 'Sync with nothing to do: one request to each side',
  async run(scene) {
    const before = scene.requests()
    told(await scene.crm.overlay.sync(), 'Nothing new')
    const after = scene.requests()
    for (const host of ['google', 'supabase']) {
      const count = (after[host] ?? 0) - (before[host] ?? 0)
      check(count === 1, `A sync with nothing to do made ${count} requests to ${host} instead of 1`)
    }
  },
}
