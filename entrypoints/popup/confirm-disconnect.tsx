import { Disconnect } from '../../components/disconnect.tsx'
import { failureWords } from '../../components/failure-words.ts'
import type { AccountView } from '../../lib/store/views.ts'
import { Gone } from './gone.tsx'
import type { Navigation } from './navigation.ts'
import { useCommand } from './use-command.ts'

export function ConfirmDisconnect({
  account,
  nav,
}: {
  readonly account: AccountView | undefined
  readonly nav: Navigation
}) {
  const { run, busy, failure } = useCommand()
  if (!account) return <Gone nav={nav} />
  const disconnect = async () => {
    if (await run('disconnectAccount', { accountId: account.id })) nav.done()
  }
  return (
    <Disconnect
      email={account.email}
      isBusy={busy !== null}
      failure={failure && failureWords(failure)}
      onDisconnect={() => void disconnect()}
      onCancel={() => nav.go({ kind: 'account', id: account.id })}
    />
  )
}
