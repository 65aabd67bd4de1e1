import { eventually } from '../../browser/time-limit.ts'
import type { Scene } from '../scene.ts'
import type { Step } from '../step.ts'
import { equalSides, onBoth, unused } from './expect.ts'

export const heal: Step = {
  id: 'heal',
  name: 'The worker dies in the middle of a sync, the next one heals it',
  limitMs: 45_000,
  async run(scene) {
    const title = unused(await scene.sides(), 'Handover')
    await scene.crm.add({ title, daysAhead: 6, start: '09:00', end: '09:30' })
    scene.stack.slowGoogle(3_000)
    try {
      await scene.crm.overlay.pressSync()
      await eventually('the sync having begun to write', () => isBegun(scene, title))
      await scene.kill()
    } finally {
      scene.stack.slowGoogle(0)
    }
    await eventually('the CRM’s page noticing that the sync died', async () =>
      (await scene.crm.overlay.toast()).startsWith('Not finished'),
    )
    await scene.crm.overlay.sync()
    onBoth(await equalSides(scene), title)
  },
}

/** `begin` has left a pending mapping, the event is not settled yet. */
async function isBegun({ stack, person }: Scene, title: string): Promise<boolean> {
  const rows = await stack.backend.sql(
    `select from calendar_event_mappings m join appointments a on a.id = m.appointment_id
     where m.user_id = $1 and m.status = 'pending' and a.title = $2`,
    [person.id, title],
  )
  return rows.length > 0
}
