import type { Counted } from './count-job.ts'
import type { PlanTimes } from './planner.ts'
import { kB, ms, printTable } from './table.ts'
import type { Weight } from './weights.ts'

const mark = (measured: number, budget: number) => (measured > budget ? 'OVER' : '')

export function printCounted(counted: readonly Counted[]): void {
  printTable(
    'Requests (bound: the least that would do; budget: 1.25 times that)',
    ['job', 'events', 'calendar', 'CRM', 'measured', 'bound', 'budget', ''],
    counted.map(({ job, all, calendar, crm, requests, bound, budget }) => [
      job,
      all,
      calendar.requests,
      crm.requests,
      requests,
      bound,
      budget,
      mark(requests, budget),
    ]),
  )
  printTable(
    'Bytes (kB of bodies, not compressed) and rows',
    ['job', 'events', 'calendar up', 'down', 'CRM up', 'down', 'rows in CRM', 'events written'],
    counted.map(({ job, all, calendar, crm, rowsInCrm, writesAtCalendar }) => [
      job,
      all,
      kB(calendar.bytesUp),
      kB(calendar.bytesDown),
      kB(crm.bytesUp),
      kB(crm.bytesDown),
      rowsInCrm,
      writesAtCalendar,
    ]),
  )
  printTable(
    "The device's own database (kB as JSON), and times (ms; reported, never judged)",
    ['job', 'events', 'chunks', 'rows in them', 'written', 'read', 'took', 'of which engine'],
    counted.map(({ job, all, store, tookMs, engineMs }) => [
      job,
      all,
      store.chunks,
      store.rows,
      kB(store.bytesWritten),
      kB(store.bytesRead),
      ms(tookMs),
      ms(engineMs),
    ]),
  )
}

export function printPlans(plans: readonly PlanTimes[]): void {
  printTable(
    'A full plan, 1 % edited, against JSON.parse of the same pairs (goal: at most 1 times)',
    ['pairs', 'plan ms', 'parse ms', 'ratio'],
    plans.map(({ all, planMs, parseMs, ratio }) => [all, ms(planMs), ms(parseMs), ratio]),
  )
}

export function printWeights(weights: readonly Weight[]): void {
  printTable(
    'Weight of what the browser evaluates unasked (kB)',
    ['file', 'code', 'gzip', 'budget', ''],
    weights.map(({ file, bytes, gzip, budget }) => [file, kB(bytes), kB(gzip), kB(budget), mark(gzip, budget)]),
  )
}
