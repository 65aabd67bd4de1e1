import type { Counted } from './count-job.ts'
import type { Weight } from './weights.ts'

/** What exceeds a budget, in words. */
export const overBudget = (counted: readonly Counted[], weights: readonly Weight[]): string[] => [
  ...counted
    .filter(({ requests, budget }) => requests > budget)
    .map(({ job, all, requests, budget }) => `${job}, ${all}: ${requests} requests, the budget is ${budget}`),
  ...weights
    .filter(({ gzip, budget }) => gzip > budget)
    .map(({ file, gzip, budget }) => `${file}: ${gzip} bytes of gzip, the budget is ${budget}`),
]

/** What was promised outright, whatever the budgets say. */
export function brokenPromises(counted: readonly Counted[]): string[] {
  const quiet = counted.filter(({ job }) => job === 'no change')
  const imports = counted.filter(({ job, all }) => job === 'first import' && all === 1000)
  return [
    ...quiet
      .filter(({ calendar, crm }) => calendar.requests !== 1 || crm.requests !== 1)
      .map(({ all, calendar, crm }) => `no change, ${all}: ${calendar.requests} + ${crm.requests} requests, not 1 + 1`),
    ...quiet
      .filter(({ writesAtCalendar }) => writesAtCalendar > 0)
      .map(({ all, writesAtCalendar }) => `no change, ${all}: ${writesAtCalendar} writes at the calendar`),
    ...growing(quiet),
    ...imports
      .filter(({ requests }) => requests > 6)
      .map(({ requests }) => `first import of 1,000: ${requests} requests, more than 6`),
  ]
}

const stored = ({ store }: Counted) => store.bytesRead + store.bytesWritten

/** What a sync without changes reads and writes on the device is the same for a hundred events and for ten thousand. */
function growing(quiet: readonly Counted[]): string[] {
  const least = Math.min(...quiet.map(stored))
  return quiet
    .filter((each) => stored(each) > 1.5 * least)
    .map((each) => `no change, ${each.all}: ${stored(each)} bytes in the device's database, ${least} where least`)
}
