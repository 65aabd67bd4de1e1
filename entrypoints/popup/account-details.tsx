import { useEffect } from 'react'
import { type Around, accountChip } from '../../components/account-words.ts'
import { DetailsHeader } from '../../components/app-header.tsx'
import { Banner } from '../../components/banner.tsx'
import { Button } from '../../components/button.tsx'
import { CalendarChoice, chosenCalendars, planOf } from '../../components/calendar-choice.tsx'
import { Chip } from '../../components/chip.tsx'
import { failureWords } from '../../components/failure-words.ts'
import { ProviderTile } from '../../components/provider-tile.tsx'
import type { AccountView } from '../../lib/store/views.ts'
import { moment, providerName, word } from '../../lib/words.ts'
import type { Navigation } from './navigation.ts'
import { useCommand } from './use-command.ts'

type AccountDetailsProps = {
  readonly account: AccountView | undefined
  readonly around: Around
  readonly nav: Navigation
}

/** One account: its calendars and directions, pause, disconnect. */
export function AccountDetails({ account, around, nav }: AccountDetailsProps) {
  const { run, busy, failure } = useCommand()
  const { done } = nav
  useEffect(() => {
    if (!account) done()
  }, [account, done])
  if (!account) return null

  const plan = nav.kept.plans[account.id] ?? planOf(account)
  const isPaused = account.state === 'paused'
  const save = async () => {
    const calendars = chosenCalendars(account, plan)
    if (!(await run('configureCalendars', { accountId: account.id, calendars }))) return
    nav.change({ plans: {} })
    done(word('acct_saved'))
  }
  const more = [providerName[account.provider], account.lastSync && word('op_synced', moment(account.lastSync))]
  return (
    <>
      <DetailsHeader title={account.email} more={more.filter(Boolean).join(' · ')} onBack={() => done()} />
      <hr className="rule" />
      <main className="bodyscroll">
        {failure !== null && (
          <div className="sec lead">
            <Banner tone="bad" isAlert>
              {failureWords(failure)}
            </Banner>
          </div>
        )}
        <CalendarChoice
          account={account}
          plan={plan}
          submit={word('acct_change')}
          isBusy={busy === 'configureCalendars'}
          heading={
            <div className="row between">
              <ProviderTile provider={account.provider} />
              <Chip {...accountChip(account, around)} />
            </div>
          }
          onPlan={(next) => nav.change({ plans: { ...nav.kept.plans, [account.id]: next } })}
          onSubmit={() => void save()}
        />
        <div className="sec">
          <div className="row between">
            <Button
              icon={isPaused ? 'sync' : 'hold'}
              isBusy={busy === 'pauseAccount'}
              onClick={() => void run('pauseAccount', { accountId: account.id, isPaused: !isPaused })}
            >
              {word(isPaused ? 'resume' : 'pause')}
            </Button>
            <Button id="disconnect" look="danger" onClick={() => nav.go({ kind: 'disconnect', id: account.id })}>
              {word('d_do')}
            </Button>
          </div>
        </div>
      </main>
    </>
  )
}
