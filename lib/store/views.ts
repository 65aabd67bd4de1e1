import type { AccountState, Direction, Policy, Provider } from '../model/account.ts'
import type { Field } from '../model/content.ts'
import type { AccountId, CalendarId, MappingId, OrganizationId, UserId } from '../model/ids.ts'
import type { FieldConflict } from '../model/mapping.ts'
import type { Instant, Zone } from '../model/time.ts'
import type { Phase, Problem } from './status.ts'

/** What the popup shows. Rows of the database `calendar-sync` in IndexedDB, which no web page can reach. */

export type CalendarView = {
  readonly id: CalendarId
  readonly name: string
  readonly isPrimary: boolean
  readonly isWritable: boolean
  readonly direction: Direction
  readonly isHome: boolean
}

/** A row of table `accounts`, key `id`. */
export type AccountView = {
  readonly id: AccountId
  readonly organizationId: OrganizationId
  readonly provider: Provider
  readonly email: string
  readonly state: AccountState
  readonly policy: Policy
  readonly timezone: Zone
  readonly lastSync: Instant | null
  readonly calendars: readonly CalendarView[]
  /** false until the user chose calendars and agreed to the first sync. */
  readonly isConsented: boolean
}

/** A row of table `needs`, key `id`: one thing that waits for the person. Never leaves the extension's own pages. */
export type NeedView =
  | {
      readonly id: string
      readonly kind: 'reconnect'
      readonly accountId: AccountId
      readonly provider: Provider
      readonly email: string
    }
  | {
      readonly id: string
      readonly kind: 'held'
      readonly calendarId: CalendarId
      readonly side: 'crm' | 'calendar'
      readonly provider: Provider
      readonly count: number
      readonly total: number
      readonly titles: readonly string[]
    }
  | {
      readonly id: string
      readonly kind: 'guests'
      readonly mappingId: MappingId
      readonly provider: Provider
      readonly title: string
      readonly guestCount: number
      readonly change: 'delete' | 'edit'
      readonly start: string
    }
  | {
      readonly id: string
      readonly kind: 'conflict'
      readonly mappingId: MappingId
      readonly provider: Provider
      readonly title: string
      readonly start: string
      readonly fields: readonly Field[] /** Both versions of each field, and what it was; see Conflict.fields. */
      readonly values?: Partial<Record<Field, FieldConflict>>
    }
  | {
      readonly id: string
      readonly kind: 'rejected'
      readonly mappingId: MappingId | null
      readonly provider: Provider
      readonly title: string
      readonly reason: string
    }

/** The first sync as counts; titles of what is not imported yet stay out of the CRM page. */
export type PreviewView = {
  readonly accountId: AccountId
  readonly provider: Provider
  readonly email: string
  readonly toCrm: number
  readonly toCalendar: number
  readonly linked: number
  /** Pairs that look the same but are not evidently so; the person says which are linked, the others stay apart. */
  readonly doubtful: readonly {
    readonly id: string
    /** As the calendar calls it. */
    readonly title: string
    /** As the CRM calls it, where known. */
    readonly crmTitle?: string
    readonly start: string
  }[]
  readonly deletions: 0
  readonly mails: 0
  readonly readers: { readonly kind: 'organization'; readonly name: string } | { readonly kind: 'database' }
  /** How many more appeared since the person said yes; 0 the first time. */
  readonly grownBy: number
}

/** How far connecting an account has come; survives a closed popup and a dead worker. */
export type ConnectView =
  | { readonly kind: 'none' }
  | { readonly kind: 'waiting'; readonly provider: Provider; readonly email: string; readonly startedAt: Instant }
  | {
      readonly kind: 'failed'
      readonly provider: Provider
      readonly email: string
      readonly reason:
        | 'closed'
        | 'refused'
        | 'partly'
        | 'other-person'
        | 'unavailable'
        | 'not-set-up'
        | 'no-organization'
    }
  /** The user is in several organisations and has to say for which this calendar is. */
  | {
      readonly kind: 'organization'
      readonly provider: Provider
      readonly email: string
      readonly organizations: readonly { readonly id: OrganizationId; readonly name: string | null }[]
    }
  | { readonly kind: 'choose'; readonly accountId: AccountId }

/** The single row of table `overview`, key 'overview'. */
export type Overview = {
  readonly key: 'overview'
  readonly user: { readonly id: UserId; readonly email: string } | null
  /** The session ended by itself, not by the person's wish. */
  readonly wasSignedOut: boolean
  readonly crmHost: string | null
  readonly organizationName: string | null
  readonly phase: Phase
  readonly problem: Problem | null
  readonly lastSyncAt: Instant | null
  readonly nextCheckAt: Instant | null
  /** Appointments that are linked and equal on both sides. */
  readonly checked: number
  readonly connect: ConnectView
  readonly preview: PreviewView | null
}

export const noOverview: Overview = {
  key: 'overview',
  user: null,
  wasSignedOut: false,
  crmHost: null,
  organizationName: null,
  phase: { kind: 'idle' },
  problem: null,
  lastSyncAt: null,
  nextCheckAt: null,
  checked: 0,
  connect: { kind: 'none' },
  preview: null,
}
