import type { Provider } from '../model/account.ts'
import type { Zone } from '../model/time.ts'
import type { CalendarPort } from '../sync/ports.ts'

/** A calendar as the provider lists it, before the user chose what to do with it. */
export type RemoteCalendar = {
  readonly externalId: string
  readonly name: string
  readonly timezone: Zone
  readonly isPrimary: boolean
  readonly isWritable: boolean
  /** false: shared by someone else; import-only and off by default. */
  readonly isOwn: boolean
}

export type TokenSource = {
  /**
   * A bearer token that lives for at least another minute.
   * `isRefused` says that the last one was answered with 401.
   * @throws SyncError auth-expired when only the user can get a new one.
   */
  accessToken(options?: { readonly isRefused?: boolean }): Promise<string>
}

export type OpenCalendar = { readonly externalId: string; readonly timezone: Zone; readonly isWritable: boolean }

/** One account at one provider. */
export type CalendarProvider = {
  readonly provider: Provider
  listCalendars(): Promise<readonly RemoteCalendar[]>
  openCalendar(calendar: OpenCalendar): CalendarPort
}
