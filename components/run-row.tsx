import { useId } from 'react'
import type { Provider } from '../lib/model/account.ts'
import type { ErrorCode } from '../lib/model/errors.ts'
import type { Run } from '../lib/model/run.ts'
import { toMs } from '../lib/model/time.ts'
import { clock, duration, number, word } from '../lib/words.ts'
import { Chip } from './chip.tsx'
import { Icon } from './icon.tsx'
import { calendarName, runLine } from './run-words.ts'

type RunProps = { readonly run: Run; readonly providers: readonly Provider[] }

/** A run in one line. */
export function RunLine({ run, providers }: RunProps) {
  return (
    <li className="run">
      <time dateTime={run.startedAt}>{clock(run.startedAt)}</time>
      <span>{runLine(run, providers)}</span>
      <RunChip run={run} />
    </li>
  )
}

/** A run that opens to show its counts. */
export function RunRow({
  run,
  providers,
  isOpen,
  onToggle,
}: RunProps & { readonly isOpen: boolean; readonly onToggle: () => void }) {
  const id = useId()
  return (
    <li>
      <button
        type="button"
        className="runbtn"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={onToggle}
      >
        <time dateTime={run.startedAt}>{clock(run.startedAt)}</time>
        <span>{runLine(run, providers)}</span>
        <span className="row">
          <RunChip run={run} />
          <Icon name={isOpen ? 'down' : 'forward'} tone="muted" />
        </span>
      </button>
      {isOpen && (
        <div className="rundetail col" id={id}>
          {run.status === 'failed' && !run.healedBy && <p>{word('r_dying')}</p>}
          <RunDetails run={run} providers={providers} />
        </div>
      )}
    </li>
  )
}

/** The line already says that it waited: nothing is wrong. */
const waits: readonly ErrorCode[] = ['rate-limited', 'quota-exhausted', 'lease-held']

function RunChip({ run }: { readonly run: Run }) {
  if (run.errorCodes.some((code) => waits.includes(code))) return null
  if (run.healedBy) return null
  if (run.status === 'failed') return <Chip icon="warning" tone="bad" text={word('lg_unfinished')} />
  if (run.counts.failed > 0) return <Chip icon="warning" tone="warn" text={word('lg_left', run.counts.failed)} />
  if (run.status === 'held' || run.counts.held > 0) return <Chip icon="hold" tone="warn" text={word('mark_hold')} />
  if (run.counts.conflicts > 0) return <Chip icon="differs" tone="warn" text={word('mark_choose')} />
  return null
}

function RunDetails({ run, providers }: RunProps) {
  const { counts } = run
  const took = run.finishedAt === null ? null : toMs(run.finishedAt) - toMs(run.startedAt)
  const rows: readonly (readonly [string, number])[] = [
    [word('log_added_crm'), counts.imported],
    [word('log_added_cal', calendarName(providers)), counts.exported],
    [word('log_updated'), counts.updated],
    [word('log_removed'), counts.deleted],
    [word('log_linked'), counts.linked],
    [word('log_conflicts'), counts.conflicts],
    [word('log_held'), counts.held],
    [word('log_left'), counts.failed],
  ]
  return (
    <dl className="kv">
      {rows.map(([label, count]) => count > 0 && <Pair key={label} label={label} value={number(count)} />)}
      <Pair label={word('log_mails')} value={number(0)} />
      <Pair label={word('log_by')} value={word(run.trigger === 'manual' ? 'log_by_hand' : 'log_by_timer')} />
      {took !== null && <Pair label={word('log_took')} value={duration(took)} />}
    </dl>
  )
}

function Pair({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  )
}
