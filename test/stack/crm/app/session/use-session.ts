import type { Session } from '@supabase/auth-js'
import { useEffect, useState } from 'react'
import { auth } from './auth.ts'

/** undefined while it is being read, null where nobody is signed in. */
export function useSession(): Session | null | undefined {
  const [session, setSession] = useState<Session | null>()
  useEffect(() => {
    const { data } = auth.onAuthStateChange((_, session) => setSession(session))
    return () => data.subscription.unsubscribe()
  }, [])
  return session
}
