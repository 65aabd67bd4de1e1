/** The one alarm: regular syncs, going on after a pause, and healing after a worker's death. */
export const syncAlarm = 'sync'

const everyMinutes = 15
/** A sync that is still under way is looked after this soon, in case its worker died. */
const healMinutes = 1
const soonMinutes = 0.5

/**
 * Polls of many users must not come at once: each account's rhythm is jittered by a quarter.
 * @returns when the next regular check is due, in epoch milliseconds
 */
export async function scheduleNext(random: () => number = Math.random): Promise<number> {
  return schedule(everyMinutes * (0.75 + random() / 2))
}

export const scheduleHealing = () => schedule(healMinutes)
export const scheduleSoon = () => schedule(soonMinutes)

/** At that moment, or at the next regular check if that is sooner. */
export async function scheduleAt(ms: number): Promise<number> {
  return schedule(Math.min(Math.max((ms - Date.now()) / 60_000, 0.05), everyMinutes * 1.25))
}

async function schedule(delayInMinutes: number): Promise<number> {
  await chrome.alarms.create(syncAlarm, { delayInMinutes })
  return Date.now() + delayInMinutes * 60_000
}

/** Browsers may clear alarms; a missing one is set again. */
export async function ensureScheduled(): Promise<void> {
  if (!(await chrome.alarms.get(syncAlarm))) await schedule(soonMinutes)
}
