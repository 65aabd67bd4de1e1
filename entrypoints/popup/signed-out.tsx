import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { failureWords } from '../../components/failure-words.ts'
import { SignInForm } from '../../components/sign-in-form.tsx'
import type { Overview } from '../../lib/store/views.ts'
import { word } from '../../lib/words.ts'
import type { Navigation } from './navigation.ts'
import { useCommand } from './use-command.ts'

/** No CRM is configured yet. */
export function SetUp({ onOptions }: { readonly onOptions: () => void }) {
  return (
    <div className="sec">
      <div className="col near">
        <h1 className="h1" tabIndex={-1}>
          {word('setup_title')}
        </h1>
        <p className="sm muted">{word('setup_more')}</p>
      </div>
      <Button look="primary" isLarge isFull onClick={onOptions}>
        {word('setup_do')}
      </Button>
    </div>
  )
}

type SignInProps = { readonly overview: Overview; readonly nav: Navigation; readonly onOptions: () => void }

/** The password lives in this component only, and only until it is sent. */
export function SignIn({ overview, nav, onOptions }: SignInProps) {
  const [password, setPassword] = useState('')
  const { run, busy, failure } = useCommand()
  const email = nav.kept.signInEmail
  async function signIn() {
    if (await run('signIn', { email, password })) setPassword('')
  }
  return (
    <SignInForm
      crmHost={overview.crmHost ?? ''}
      email={email}
      password={password}
      failure={failure && failureWords(failure)}
      isRefused={failure === 'refused'}
      wasSignedOut={overview.wasSignedOut}
      isBusy={busy !== null}
      onEmail={(signInEmail) => nav.change({ signInEmail })}
      onPassword={setPassword}
      onSubmit={() => void signIn()}
      onOptions={onOptions}
    />
  )
}
