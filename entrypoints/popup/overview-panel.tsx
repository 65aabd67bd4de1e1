import { AccountRow } from '../../components/account-row.tsx'
import { Banner } from '../../components/banner.tsx'
import { LinkButton } from '../../components/button.tsx'
import { failureWords } from '../../components/failure-words.ts'
import { NeedsRow } from '../../components/needs-row.tsx'
import { inOrder } from '../../components/needs-words.ts'
import { RunLine } from '../../components/run-row.tsx'
import { StatusBlock } from '../../components/status-block.tsx'
import { statusOf } from '../../components/status-of.ts'
import { type StatusAction, statusWords } from '../../components/status-words.ts'
import type { FailReason } from '../../lib/messages.ts'
import type { AccountId } from '../../lib/model/ids.ts'
import type { NeedView } from '../../lib/store/views.ts'
import { clock, word } from '../../lib/words.ts'
import { type Navigation, useFocusAfterLoss } from './navigation.ts'
import { aroundOf, type PopupState } from './popup-state.ts'
import { useCommand } from './use-command.ts'

const shownRuns = 3
/** Failures that the status line tells as well, once the worker has stored them. */
const told: readonly FailReason[] = ['unavailable', 'not-set-up', 'no-organization']

type OverviewPanelProps = {
  readonly state: PopupState
  readonly nav: Navigation
  readonly notice: string | null
}

/** Status, what needs the person, accounts, last syncs. */
export function OverviewPanel({ state, nav, notice }: OverviewPanelProps) {
  const { overview, accounts, needs, runs } = state
  const { run, busy, failure } = useCommand()
  useFocusAfterLoss(needs.length)

  const view = statusOf(state)
  const words = statusWords(view, overview)
  const isSyncing = view.kind === 'syncing'
  const isPaused = view.kind === 'paused'
  const isAgreed = accounts.some(({ isConsented }) => isConsented)
  const isTold = failure !== null && overview.problem !== null && told.includes(failure)

  const pauseAll = async (isPausing: boolean) => {
    for (const { id } of accounts) await run('pauseAccount', { accountId: id, isPaused: isPausing }, 'pause')
  }
  const reconnect = (id: AccountId) => {
    const account = accounts.find((each) => each.id === id)
    if (!account) return
    const { provider, email, organizationId } = account
    void run('connectAccount', { provider, email, organizationId }, `reconnect ${id}`)
  }
  function act(action: StatusAction) {
    switch (action) {
      case 'sync':
        return void run('syncNow', {})
      case 'connect':
        return nav.go({ kind: 'connect' })
      case 'calendars': {
        const unseen = accounts.find(({ isConsented }) => !isConsented)
        return unseen && nav.go({ kind: 'calendars', id: unseen.id })
      }
      case 'preview':
        return nav.go({ kind: 'preview' })
      case 'reconnect':
        return view.kind === 'reconnect' && reconnect(view.accountId)
      case 'resume':
        return void pauseAll(false)
    }
  }
  function decide(need: NeedView) {
    if (need.kind === 'reconnect') reconnect(need.accountId)
    else if (need.kind === 'held' || need.kind === 'conflict') nav.go({ kind: need.kind, id: need.id })
  }

  return (
    <>
      {failure !== null && !isTold && (
        <div className="sec lead">
          <Banner tone="bad" isAlert>
            {failureWords(failure)}
          </Banner>
        </div>
      )}
      {notice !== null && (
        <div className="sec lead">
          <Banner tone="ok">{notice}</Banner>
        </div>
      )}
      <StatusBlock view={view} words={words} isBusy={busy === 'syncNow' && !isSyncing} onAction={act} />
      {needs.length > 0 && (
        <ul>
          {inOrder(needs).map((need) => (
            <NeedsRow
              key={need.id}
              need={need}
              isBusy={need.kind === 'reconnect' && busy === `reconnect ${need.accountId}`}
              onAct={decide}
            />
          ))}
        </ul>
      )}
      {accounts.length > 0 && (
        <section className="sec near">
          <div className="row between">
            <h2 className="h2">{word('calendars')}</h2>
            <LinkButton id="connect-another" isSmall onClick={() => nav.go({ kind: 'connect' })}>
              {word('connect_another')}
            </LinkButton>
          </div>
          <ul>
            {accounts.map((account) => (
              <AccountRow
                key={account.id}
                account={account}
                around={aroundOf(state)}
                onMore={({ id }) => nav.go({ kind: 'account', id })}
              />
            ))}
          </ul>
        </section>
      )}
      {isAgreed && runs.length > 0 && (
        <section className="sec near">
          <div className="row between">
            <h2 className="h2">{word('last_syncs')}</h2>
            <LinkButton isSmall onClick={() => nav.go({ kind: 'activity' })}>
              {word('all_activity')}
            </LinkButton>
          </div>
          <ul>
            {runs.slice(0, shownRuns).map((each) => (
              <RunLine key={each.id} run={each} providers={accounts.map(({ provider }) => provider)} />
            ))}
          </ul>
        </section>
      )}
      {isAgreed && !isPaused && (
        <footer className="sec tight">
          <div className="row between xs muted">
            <span>{overview.nextCheckAt !== null && word('st_next', clock(overview.nextCheckAt))}</span>
            <LinkButton onClick={() => void pauseAll(true)}>{word('pause')}</LinkButton>
          </div>
        </footer>
      )}
    </>
  )
}
