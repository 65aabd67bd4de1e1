import { failureWords } from '../../components/failure-words.ts'
import { Held } from '../../components/held.tsx'
import type { NeedView } from '../../lib/store/views.ts'
import { word } from '../../lib/words.ts'
import { Gone } from './gone.tsx'
import type { Navigation } from './navigation.ts'
import { useCommand } from './use-command.ts'

export function DecideHeld({ need, nav }: { readonly need: NeedView | undefined; readonly nav: Navigation }) {
  const { run, busy, failure } = useCommand()
  if (need?.kind !== 'held') return <Gone nav={nav} notice={busy === null ? undefined : word('cf_done')} />
  const decide = async (name: 'dropHeld' | 'releaseHeld') => {
    if (await run(name, { needId: need.id })) nav.done(word('cf_done'))
  }
  return (
    <Held
      need={need}
      busy={busy === 'dropHeld' ? 'keep' : busy === 'releaseHeld' ? 'delete' : null}
      failure={failure && failureWords(failure)}
      onKeep={() => void decide('dropHeld')}
      onDelete={() => void decide('releaseHeld')}
      onLater={() => nav.done()}
    />
  )
}
