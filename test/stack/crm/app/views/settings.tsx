import { useCallback, useState } from 'react'
import type { ViewProps } from '../app.tsx'
import { data } from '../data.ts'
import { auth } from '../session/auth.ts'
import { applyTheme, isTheme, storedTheme } from '../theme.ts'
import { Field } from '../ui/field.tsx'
import { Problem } from '../ui/problem.tsx'
import { useLoaded } from '../use-loaded.ts'

export function Settings({ userId }: ViewProps) {
  const ask = useCallback(
    () => data.from('profiles').select('full_name, email, role').eq('id', userId).single(),
    [userId],
  )
  const profile = useLoaded(ask)
  const [theme, setTheme] = useState(storedTheme)
  const choose = (value: string) => {
    if (!isTheme(value)) return
    applyTheme(value)
    setTheme(value)
  }
  return (
    <>
      <h1>Settings</h1>
      <section className="card form">
        {profile.problem && <Problem text={profile.problem} onRetry={profile.reload} />}
        <p>
          {profile.value?.full_name} <span className="muted">{profile.value?.email}</span>{' '}
          {profile.value?.role === 'SUPER_ADMIN' && <span className="chip">Super admin</span>}
        </p>
        <Field label="Theme">
          <select value={theme} onChange={(event) => choose(event.target.value)}>
            <option value="system">System</option>
            <option value="light">Light</option>
            <option value="dark">Dark</option>
          </select>
        </Field>
        <button type="button" onClick={() => void auth.signOut({ scope: 'local' })}>
          Sign out
        </button>
      </section>
    </>
  )
}
