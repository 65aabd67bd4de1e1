import type { Account, AccountState, Calendar, Direction, Policy, Provider } from '../model/account.ts'
import { SyncError } from '../model/errors.ts'
import type { AccountId, CalendarId, OrganizationId } from '../model/ids.ts'
import type { Zone } from '../model/time.ts'
import type { CrmClient } from './client.ts'

/** An account as it now is, with its calendars. */
export type AccountAnswer = { readonly account: Account; readonly calendars: readonly Calendar[] }

/** A calendar as the provider lists it. */
export type ListedCalendar = {
  readonly externalId: string
  readonly name: string
  readonly timezone: Zone
  readonly isPrimary: boolean
  readonly isWritable: boolean
}

export type NewAccount = {
  readonly provider: Provider
  readonly email: string
  /** null: the user's only organisation. */
  readonly organizationId: OrganizationId | null
  readonly timezone: Zone
  readonly state?: AccountState
  readonly calendars: readonly ListedCalendar[]
}

export type AccountChange = {
  readonly accountId: AccountId
  readonly policy?: Policy
  readonly state?: AccountState
  readonly calendars?: readonly { readonly id: CalendarId; readonly direction: Direction; readonly isHome: boolean }[]
}

export type Organization = { readonly id: OrganizationId; readonly name: string | null }

/**
 * Adds the account, or reconnects it. Known calendars keep direction, home and consent; of new ones only the primary is on.
 * @throws SyncError no-organization where none is given and the user belongs to none or several
 */
export const connectAccount = async (client: CrmClient, account: NewAccount) =>
  parseAccount(await client.call('calendar_connect', account))

/** @throws SyncError not-found; rejected where a calendar that may only be read is made the home */
export const configureAccount = async (client: CrmClient, change: AccountChange) =>
  parseAccount(await client.call('calendar_configure', change))

/** Marks the account as not connected; nothing is deleted. @throws SyncError not-found */
export const disconnectAccount = async (client: CrmClient, accountId: AccountId) =>
  parseAccount(await client.call('calendar_disconnect', { accountId }))

/** The organisations the signed-in user belongs to; empty where none. */
export async function listOrganizations(client: CrmClient): Promise<readonly Organization[]> {
  const answer = await client.call('calendar_organizations', {})
  if (!Array.isArray(answer)) throw new SyncError('unavailable', 'CRM: an answer that is not of our function')
  return answer as Organization[]
}

function parseAccount(json: unknown): AccountAnswer {
  if (typeof json !== 'object' || json === null || !('account' in json)) {
    throw new SyncError('unavailable', 'CRM: an answer that is not of our function')
  }
  return json as AccountAnswer
}
