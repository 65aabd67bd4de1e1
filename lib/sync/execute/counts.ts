import type { Counts } from '../../model/run.ts'
import type { Operation } from '../operation.ts'

/** What a carried-out operation counts as in the summary; null for bookkeeping that a person need not know. */
export function countedAs(operation: Operation): keyof Counts | null {
  switch (operation.kind) {
    case 'import':
      return 'imported'
    case 'link':
      return 'linked'
    case 'create-event':
    case 'recreate-event':
    case 'resume-create':
      return 'exported'
    case 'update':
      return 'updated'
    case 'delete-event':
    case 'delete-appointment':
      return 'deleted'
    case 'settle':
      return null
  }
}

export function changesCrm(operation: Operation): boolean {
  if (operation.kind === 'update') return Object.keys(operation.toCrm).length > 0
  return operation.kind === 'import' || operation.kind === 'delete-appointment'
}

export function addCounts(a: Counts, b: Counts): Counts {
  return Object.fromEntries(Object.entries(a).map(([key, count]) => [key, count + b[key as keyof Counts]])) as Counts
}
