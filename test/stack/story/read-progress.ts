import type { Person } from '../crm/people.ts'
import type { Stack } from '../stack.ts'

export type Progress = {
  readonly isConnected: boolean
  readonly isConsented: boolean
  /** Runs of the alarm that ended well and changed something. */
  readonly automaticRuns: number
  /** Runs that ended well after that moment; null without one. */
  readonly runsSinceKill: number | null
}

/** How far the person has come, as the extension's tables in Postgres tell it. */
export async function readProgress(stack: Stack, person: Person, killedAt: number | null): Promise<Progress> {
  const [row] = await stack.backend.sql(
    `select
       exists (select from calendar_accounts where user_id = $1 and connected) as is_connected,
       exists (select from calendar_account_calendars where user_id = $1 and consented_at is not null) as is_consented,
       (select count(*)::int from calendar_sync_log where user_id = $1 and trigger = 'auto' and status = 'success'
          and imported + exported + updated + deleted > 0) as automatic_runs,
       (select count(*)::int from calendar_sync_log where user_id = $1 and status = 'success'
          and created_at > $2::timestamptz) as runs_since_kill`,
    [person.id, new Date(killedAt ?? 0).toISOString()],
  )
  return {
    isConnected: row?.is_connected === true,
    isConsented: row?.is_consented === true,
    automaticRuns: Number(row?.automatic_runs ?? 0),
    runsSinceKill: killedAt === null ? null : Number(row?.runs_since_kill ?? 0),
  }
}
