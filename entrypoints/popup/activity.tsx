import { useState } from 'react'
import { RunRow } from '../../components/run-row.tsx'
import type { Run } from '../../lib/model/run.ts'
import { dayOf, word } from '../../lib/words.ts'
import type { PopupState } from './popup-state.ts'

/** The last syncs by day; each opens to its counts. */
export function Activity({ state }: { readonly state: PopupState }) {
  const [open, setOpen] = useState<string | null>(null)
  const providers = state.accounts.map(({ provider }) => provider)
  if (state.runs.length === 0) return <p className="sec sm muted">{word('log_empty')}</p>
  const days = Map.groupBy(state.runs, (run: Run) => dayOf(run.startedAt))
  return [...days].map(([day, runs]) => (
    <section key={day}>
      <h2 className="day">{day}</h2>
      <ul className="runs">
        {runs.map((run) => (
          <RunRow
            key={run.id}
            run={run}
            providers={providers}
            isOpen={open === run.id}
            onToggle={() => setOpen(open === run.id ? null : run.id)}
          />
        ))}
      </ul>
    </section>
  ))
}
