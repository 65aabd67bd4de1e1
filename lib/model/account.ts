import type { AccountId, CalendarId, OrganizationId } from './ids.ts'
import type { Instant, Zone } from './time.ts'

export type Provider = 'google' | 'outlook'
export type AccountState = 'ok' | 'expiring' | 'needs-reconnect' | 'needs-admin-approval' | 'read-only' | 'paused'
/** What happens when the same field was edited on both sides. */
export type Policy = 'ask' | 'crm-wins' | 'calendar-wins'
export type Direction = 'two-way' | 'import' | 'export' | 'off'

/** A connected Google or Outlook account of one user in one organisation. */
export type Account = {
  readonly id: AccountId
  readonly organizationId: OrganizationId
  readonly provider: Provider
  readonly email: string
  readonly state: AccountState
  readonly policy: Policy
  /** Where all-day and midnight are reckoned; never the machine's zone. */
  readonly timezone: Zone
  readonly connected: boolean
  readonly lastSync: Instant | null
}

export type Calendar = {
  readonly id: CalendarId
  readonly accountId: AccountId
  readonly organizationId: OrganizationId
  /** The provider's id of this calendar. */
  readonly externalId: string
  readonly name: string
  readonly timezone: Zone
  readonly isPrimary: boolean
  /** false where the provider lets the user only read. */
  readonly isWritable: boolean
  readonly direction: Direction
  /** New appointments of the organisation are exported to this calendar; one per user and organisation. */
  readonly isHome: boolean
  /** When the user agreed to the first sync; null means preview only, nothing is written. */
  readonly consentedAt: Instant | null
}
