/**
 * The local project's keys. They open nothing but a backend on 127.0.0.1, and are fixed so that a session and a
 * configured extension survive a restart. Format: https://supabase.com/docs/guides/api/api-keys
 */
export const publishableKey = 'sb_publishable_local_stand_in_only_1'
export const serviceKey = 'sb_secret_local_stand_in_only_1'
export const jwtSecret = 'local stand-in: signs sessions of a backend on 127.0.0.1 only'

type ResolvedKey = { type: 'publishable' | 'secret'; claims: { role: 'anon' | 'service_role' } }

export async function resolveKey(key: string): Promise<ResolvedKey | null> {
  if (key === publishableKey) return { type: 'publishable', claims: { role: 'anon' } }
  if (key === serviceKey) return { type: 'secret', claims: { role: 'service_role' } }
  return null
}
