import { Conflict } from '../../components/conflict.tsx'
import { failureWords } from '../../components/failure-words.ts'
import type { NeedView } from '../../lib/store/views.ts'
import { word } from '../../lib/words.ts'
import { Gone } from './gone.tsx'
import type { Navigation } from './navigation.ts'
import { useCommand } from './use-command.ts'

export function DecideConflict({ need, nav }: { readonly need: NeedView | undefined; readonly nav: Navigation }) {
  const { run, busy, failure } = useCommand()
  // The question may close itself while it is open, and while the answer is on its way.
  if (need?.kind !== 'conflict') return <Gone nav={nav} notice={word(busy === null ? 'cf_gone' : 'cf_done')} />
  const take = async (side: 'crm' | 'calendar') => {
    if (await run('resolveConflict', { mappingId: need.mappingId, side }, side)) nav.done(word('cf_done'))
  }
  return (
    <Conflict
      need={need}
      busy={busy === 'crm' || busy === 'calendar' ? busy : null}
      failure={failure && failureWords(failure)}
      onTake={(side) => void take(side)}
      onLater={() => nav.done()}
    />
  )
}
