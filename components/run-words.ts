import type { Provider } from '../lib/model/account.ts'
import type { Counts, Run } from '../lib/model/run.ts'
import { clock, list, plural, providerName, word } from '../lib/words.ts'

/** `3 imported, 2 exported, 1 updated`, or that there was nothing new. */
export function summary(counts: Counts): string {
  const parts = [
    counts.imported > 0 && word('r_imported', counts.imported),
    counts.exported > 0 && word('r_exported', counts.exported),
    counts.updated > 0 && word('r_updated', counts.updated),
    counts.deleted > 0 && word('r_removed', counts.deleted),
    counts.linked > 0 && word('r_linked', counts.linked),
  ].filter((part) => part !== false)
  return parts.length > 0 ? list(parts) : word('r_none')
}

const isQuiet = ({ imported, exported, updated, deleted, linked }: Counts) =>
  imported + exported + updated + deleted + linked === 0

/** A run that changed nothing because something waits for the person. */
function waiting({ held, conflicts }: Counts): string {
  if (held > 0) return plural('need_held', held)
  return conflicts > 0 ? plural('r_needs', conflicts) : word('r_none')
}

/** The only provider's name, or "the calendar" where there are several. */
export function calendarName(providers: readonly Provider[]): string {
  const [first, ...others] = new Set(providers)
  return first && others.length === 0 ? providerName[first] : word('the_calendar')
}

/** One line that says how a run went; a run that did not finish never reads as a success. */
export function runLine(run: Run, providers: readonly Provider[]): string {
  switch (run.status) {
    case 'running':
      return word('st_run')
    case 'success':
    case 'held':
      return isQuiet(run.counts) ? waiting(run.counts) : summary(run.counts)
    case 'partial':
      return run.counts.imported > 0 && run.counts.failed > 0
        ? word('r_partly', run.counts.imported, run.counts.failed)
        : summary(run.counts)
    case 'failed':
      return failure(run, providers)
  }
}

/** Nobody saw its end. What it left undone is told in numbers only where they add up to the whole. */
function died({ progress, healedBy }: Run): string {
  if (!healedBy) return word('r_dying')
  const { at, did } = healedBy
  if (!progress || did === 0 || progress.done + did !== progress.total) return word('r_healed', clock(at))
  return word('r_died', progress.done, progress.total, clock(at), did)
}

const isDead = ({ status, finishedAt }: Run) => status === 'failed' && finishedAt === null

function failure(run: Run, providers: readonly Provider[]): string {
  if (isDead(run)) return died(run)
  const [code] = run.errorCodes
  if (code === undefined) return word('st_stopped')
  switch (code) {
    case 'rate-limited':
    case 'quota-exhausted':
      return word('lg_waited', calendarName(providers))
    case 'unavailable':
      return word('lg_stopped')
    case 'auth-expired':
      return word('need_reconnect', calendarName(providers))
    case 'needs-admin-approval':
      return word('connect_admin')
    case 'forbidden':
      return word('st_forbidden')
    case 'not-set-up':
      return word('st_setup')
    case 'no-organization':
      return word('st_org')
    case 'lease-held':
      return word('st_other')
    case 'held':
      return plural('need_held', run.counts.held)
    case 'cursor-expired':
    case 'precondition-failed':
    case 'duplicate':
    case 'not-found':
    case 'rejected':
      return word('st_stopped')
  }
}
