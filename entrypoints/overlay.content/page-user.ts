import type { UserId } from '../../lib/model/ids.ts'

/**
 * Who is signed in to the CRM page: the user id in supabase-js's own session, kept as `sb-<project>-auth-token`
 * (https://supabase.com/docs/reference/javascript/initializing, `storageKey`). Only the id leaves this function;
 * the tokens beside it are never used. Empty where the CRM keeps its session elsewhere.
 */
export function pageUsers(storage: Storage): UserId[] {
  const keys = Object.keys(storage).filter((key) => /^sb-.+-auth-token$/.test(key))
  return keys.map((key) => userIdOf(storage.getItem(key))).filter((id) => id !== null)
}

/** null where nothing, or nothing readable, is kept. */
function userIdOf(session: string | null): UserId | null {
  try {
    const id: unknown = JSON.parse(session ?? 'null')?.user?.id
    return typeof id === 'string' ? (id as UserId) : null
  } catch {
    return null
  }
}

/** Whether the page says that it is somebody else; a page that says nothing is trusted. */
export function isSomeoneElse(ours: UserId | null, users: readonly UserId[]): boolean {
  return ours !== null && users.length > 0 && !users.includes(ours)
}
