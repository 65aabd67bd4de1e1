import type { ComponentType } from 'react'
import { usePath } from './navigation.ts'
import { SignIn } from './session/sign-in.tsx'
import { useSession } from './session/use-session.ts'
import { NavLink } from './ui/nav-link.tsx'
import { Appointments } from './views/appointments.tsx'
import { Contacts } from './views/contacts.tsx'
import { Dashboard } from './views/dashboard.tsx'
import { Settings } from './views/settings.tsx'

export type ViewProps = { readonly userId: string }

const views: Record<string, ComponentType<ViewProps>> = {
  '/': Dashboard,
  '/contacts': Contacts,
  '/appointments': Appointments,
  '/settings': Settings,
}

export function App() {
  const session = useSession()
  const path = usePath()
  if (session === undefined) return <p role="status">Loading…</p>
  if (session === null) return <SignIn />
  const View = views[path] ?? Dashboard
  return (
    <div className="app">
      <header>
        <span className="brand">Acme CRM</span>
        <nav aria-label="Main">
          <NavLink to="/">Dashboard</NavLink>
          <NavLink to="/contacts">Contacts</NavLink>
          <NavLink to="/appointments">Appointments</NavLink>
          <NavLink to="/settings">Settings</NavLink>
        </nav>
        <span className="who">{session.user.email}</span>
      </header>
      <main>
        <View key={path} userId={session.user.id} />
      </main>
    </div>
  )
}
