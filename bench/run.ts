import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Counted } from './count-job.ts'
import { countExport, countImport } from './jobs.ts'
import { brokenPromises, overBudget } from './judge.ts'
import { type PlanTimes, timePlan } from './planner.ts'
import { printCounted, printPlans, printWeights } from './print.ts'
import { type Weight, weigh } from './weights.ts'

/**
 * `npm run bench [-- --quick]`: counts what no machine changes and judges it, times the rest and only reports it.
 * Ends with 1 where a budget is exceeded.
 */
const isQuick = process.argv.includes('--quick')
const sizes = isQuick ? [100, 1000] : [100, 1000, 10_000]
const planSizes = isQuick ? [1000] : [1000, 10_000, 100_000]

const counted: Counted[] = []
for (const all of sizes) {
  console.log(`${all.toLocaleString('en')} events …`)
  counted.push(...(await countImport(all)), ...(await countExport(all)))
}
console.log('plans …')
const plans: PlanTimes[] = planSizes.map(timePlan)
console.log('build …')
const weights: Weight[] = await weigh()

printCounted(counted)
printPlans(plans)
printWeights(weights)

const faults = [...overBudget(counted, weights), ...brokenPromises(counted)]
const out = join(import.meta.dirname, '../bench-output')
await mkdir(out, { recursive: true })
const machine = { node: process.version, cores: availableParallelism() }
await writeFile(join(out, 'bench.json'), `${JSON.stringify({ machine, counted, plans, weights, faults }, null, 2)}\n`)

console.log(faults.length === 0 ? '\nEverything is within its budget.' : `\nOver budget:\n${faults.join('\n')}`)
process.exitCode = faults.length === 0 ? 0 : 1
