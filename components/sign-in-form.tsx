import { type FormEvent, useEffect, useRef } from 'react'
import { word } from '../lib/words.ts'
import { Banner } from './banner.tsx'
import { Button, LinkButton } from './button.tsx'
import { Field } from './field.tsx'

type SignInFormProps = {
  readonly crmHost: string
  readonly email: string
  readonly password: string
  /** The sentence about the last try. */
  readonly failure: string | null
  /** E-mail or password was the trouble, not the network. */
  readonly isRefused: boolean
  readonly wasSignedOut: boolean
  readonly isBusy: boolean
  readonly onEmail: (text: string) => void
  readonly onPassword: (text: string) => void
  readonly onSubmit: () => void
  readonly onOptions: () => void
}

export function SignInForm(props: SignInFormProps) {
  const { crmHost, email, password, failure, isRefused, wasSignedOut, isBusy } = props
  const emailField = useRef<HTMLInputElement>(null)
  const passwordField = useRef<HTMLInputElement>(null)
  const hadEmail = useRef(email !== '')

  useEffect(() => (hadEmail.current ? passwordField : emailField).current?.focus(), [])
  useEffect(() => {
    if (isRefused) passwordField.current?.focus()
  }, [isRefused])

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!isBusy) props.onSubmit()
  }
  return (
    <form className="sec" onSubmit={submit}>
      <div>
        <h1 className="h1">{word('signin_title')}</h1>
        <p className="sm muted">
          <bdi>{crmHost}</bdi> <LinkButton onClick={props.onOptions}>{word('signin_change')}</LinkButton>
        </p>
      </div>
      {failure !== null && (
        <Banner tone="bad" isAlert>
          {failure}
        </Banner>
      )}
      {failure === null && wasSignedOut && <Banner tone="warn">{word('signin_ended')}</Banner>}
      <Field
        label={word('signin_email')}
        type="email"
        name="email"
        autoComplete="username"
        required
        ref={emailField}
        value={email}
        onText={props.onEmail}
      />
      <Field
        label={word('signin_password')}
        type="password"
        name="password"
        autoComplete="current-password"
        required
        aria-invalid={isRefused || undefined}
        ref={passwordField}
        value={password}
        onText={props.onPassword}
      />
      <Button type="submit" look="primary" isLarge isFull isBusy={isBusy}>
        {word('signin_do')}
      </Button>
      <p className="xs muted">{word('signin_note')}</p>
    </form>
  )
}
