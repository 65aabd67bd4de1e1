import { useEffect } from 'react'
import { DetailsHeader } from '../../components/app-header.tsx'
import { Banner } from '../../components/banner.tsx'
import { CalendarChoice, chosenCalendars, planOf } from '../../components/calendar-choice.tsx'
import { failureWords } from '../../components/failure-words.ts'
import { Skeleton } from '../../components/skeleton.tsx'
import type { AccountView } from '../../lib/store/views.ts'
import { providerName, word } from '../../lib/words.ts'
import type { Navigation } from './navigation.ts'
import { useCommand } from './use-command.ts'

/** After consent: which calendars should match. Nothing is synced before the preview is agreed to. */
export function ChooseCalendars({
  account,
  nav,
}: {
  readonly account: AccountView | undefined
  readonly nav: Navigation
}) {
  const { run, busy, failure } = useCommand()
  const leave = async () => {
    await run('forgetConnect', {})
    nav.done()
  }
  const isKnown = account?.isConsented === true && busy === null
  const { done } = nav
  useEffect(() => {
    // Signed in again: its calendars were chosen long ago.
    if (isKnown && account) done(word('connected_title', providerName[account.provider]))
  }, [isKnown, account, done])
  if (!account || isKnown) {
    return (
      <main className="sec">
        <Skeleton lines={6} />
      </main>
    )
  }
  const plan = nav.kept.plans[account.id] ?? planOf(account)
  const show = async () => {
    const calendars = chosenCalendars(account, plan)
    if (!(await run('configureCalendars', { accountId: account.id, calendars }))) return
    await run('forgetConnect', {})
    nav.change({ plans: {}, apart: [], connectEmail: '' })
    nav.go({ kind: 'preview' })
  }
  return (
    <>
      <DetailsHeader
        title={word('connected_title', providerName[account.provider])}
        more={account.email}
        onBack={() => void leave()}
      />
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
          submit={word('choose_do')}
          isBusy={busy !== null}
          onPlan={(next) => nav.change({ plans: { ...nav.kept.plans, [account.id]: next } })}
          onSubmit={() => void show()}
        >
          <p className="xs muted">{word('not_yet')}</p>
        </CalendarChoice>
      </main>
    </>
  )
}
