import { type FormEvent, useEffect, useRef } from 'react'
import type { Provider } from '../lib/model/account.ts'
import { companyName, word } from '../lib/words.ts'
import { Button } from './button.tsx'
import { Choice } from './choice.tsx'
import { Field } from './field.tsx'
import { Icon } from './icon.tsx'

type ConnectFormProps = {
  readonly email: string
  readonly isBusy: boolean
  readonly onEmail: (text: string) => void
  readonly onConnect: (provider: Provider) => void
}

/** Which calendar, and optionally which address; only Google can be chosen yet. */
export function ConnectForm({ email, isBusy, onEmail, onConnect }: ConnectFormProps) {
  const field = useRef<HTMLInputElement>(null)
  const provider: Provider = 'google'
  useEffect(() => field.current?.focus(), [])

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!isBusy) onConnect(provider)
  }
  return (
    <form className="sec" onSubmit={submit}>
      <div className="col near">
        <h1 className="h1">{word('connect_title')}</h1>
        <p className="sm muted">{word('connect_lead')}</p>
      </div>
      <fieldset className="plain col">
        <legend className="vh">{word('connect_which')}</legend>
        <Choice name="provider" tile="google" label={word('provider_google')} isChosen onChoose={() => undefined} />
        <Choice
          name="provider"
          tile="outlook"
          label={word('provider_outlook')}
          hint={word('connect_soon')}
          isChosen={false}
          isUnavailable
          onChoose={() => undefined}
        />
      </fieldset>
      <Field
        label={word('connect_email')}
        isOptional
        type="email"
        name="calendar-email"
        placeholder="you@example.com"
        hint={word('connect_email_hint')}
        ref={field}
        value={email}
        onText={onEmail}
      />
      <Button type="submit" look="primary" isLarge isFull isBusy={isBusy}>
        {word('connect_do')}
      </Button>
      <p className="xs muted row top">
        <Icon name="lock" />
        <span>{word('connect_scope', companyName[provider])}</span>
      </p>
    </form>
  )
}
