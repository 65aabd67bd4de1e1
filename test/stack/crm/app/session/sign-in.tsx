import { type SubmitEvent, useState } from 'react'
import { prefilled } from '../settings-of-page.ts'
import { Field } from '../ui/field.tsx'
import { typed } from '../ui/typed.ts'
import { auth } from './auth.ts'

export function SignIn() {
  const [problem, setProblem] = useState('')
  const [isBusy, setIsBusy] = useState(false)

  const signIn = async (email: string, password: string) => {
    setIsBusy(true)
    setProblem('')
    const { error } = await auth.signInWithPassword({ email, password })
    setIsBusy(false)
    if (!error) return
    setProblem(
      error.code === 'invalid_credentials'
        ? 'E-mail or password is wrong.'
        : `The server could not be reached (${error.message}). Try again.`,
    )
  }
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    void signIn(typed(form, 'email').trim(), typed(form, 'password'))
  }

  return (
    <main className="sign-in">
      <form className="card" onSubmit={submit}>
        <p className="brand">Acme CRM</p>
        <h1>Sign in</h1>
        <Field label="E-mail">
          <input name="email" type="email" autoComplete="username" required defaultValue={prefilled.email} />
        </Field>
        <Field label="Password">
          <input
            name="password"
            type="password"
            autoComplete="current-password"
            required
            defaultValue={prefilled.password}
          />
        </Field>
        {problem && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" className="primary" disabled={isBusy}>
          {isBusy ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
    </main>
  )
}
