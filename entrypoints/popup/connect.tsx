import { AppHeader } from '../../components/app-header.tsx'
import { Banner } from '../../components/banner.tsx'
import { Button } from '../../components/button.tsx'
import { ConnectForm } from '../../components/connect-form.tsx'
import { ConnectFailed, ConnectWaiting } from '../../components/connect-progress.tsx'
import { failureWords } from '../../components/failure-words.ts'
import { OrganizationChoice } from '../../components/organization-choice.tsx'
import type { Provider } from '../../lib/model/account.ts'
import type { Overview } from '../../lib/store/views.ts'
import { word } from '../../lib/words.ts'
import type { Navigation } from './navigation.ts'
import { place } from './place.ts'
import { useCommand } from './use-command.ts'

/** Choosing a provider, waiting for its window, or what came of it. */
export function Connect({ overview, nav }: { readonly overview: Overview; readonly nav: Navigation }) {
  const { run, busy, failure } = useCommand()
  const { connect } = overview
  const email = nav.kept.connectEmail
  const start = (provider: Provider, address: string, organizationId: string | null = null) =>
    void run('connectAccount', { provider, email: address, organizationId })
  const cancel = async () => {
    await run('forgetConnect', {})
    nav.done()
  }
  return (
    <>
      <AppHeader place={place(overview)} isHeading={false} onOptions={() => void chrome.runtime.openOptionsPage()} />
      <hr className="rule" />
      <main className="bodyscroll">
        {failure !== null && (
          <div className="sec lead">
            <Banner tone="bad" isAlert>
              {failureWords(failure)}
            </Banner>
          </div>
        )}
        {connect.kind === 'waiting' ? (
          <ConnectWaiting
            provider={connect.provider}
            onShow={() => void run('showConsentWindow', {})}
            onCancel={() => void cancel()}
          />
        ) : connect.kind === 'organization' ? (
          <OrganizationChoice
            organizations={connect.organizations}
            isBusy={busy === 'connectAccount'}
            onChoose={(id) => start(connect.provider, connect.email, id)}
          />
        ) : (
          <>
            {connect.kind === 'failed' && (
              <ConnectFailed failed={connect} onAgain={() => start(connect.provider, connect.email)} />
            )}
            <ConnectForm
              email={email}
              isBusy={busy === 'connectAccount'}
              onEmail={(connectEmail) => nav.change({ connectEmail })}
              onConnect={(provider) => start(provider, email)}
            />
            <div className="sec tight">
              <Button look="quiet" onClick={() => void cancel()}>
                {word('not_now')}
              </Button>
            </div>
          </>
        )}
      </main>
    </>
  )
}
