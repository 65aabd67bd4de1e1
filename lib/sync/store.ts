import type { ErrorCode } from '../model/errors.ts'
import type { MirroredEvent } from '../model/event.ts'
import type { AccountId, CalendarId, DeviceId, MappingId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { PullAnswer, Window } from './ports.ts'
import type { Mirror } from './state.ts'

/** An account that must be left alone until then; obeyed across worker deaths. */
export type Pause = { readonly until: Instant; readonly code: ErrorCode }

export type SetAside = { readonly key: string; readonly code: ErrorCode }

export type StoredConsent = {
  readonly calendars: readonly CalendarId[]
  readonly operations: readonly string[]
  readonly pairs: readonly string[]
}

/** The small things a run needs to know before it loads anything large. */
export type Marks = {
  readonly device: DeviceId
  readonly crm: {
    readonly cursor: string
    readonly epoch: string
    readonly fingerprint: string
    readonly window: Window
  } | null
  readonly calendars: Readonly<Record<CalendarId, { readonly cursor: string; readonly window: Window }>>
  /** The last plan had nothing left to do: while nothing new is pulled, there is nothing to plan. */
  readonly isSettled: boolean
  /** The accounts and calendars that plan was made with: another policy or direction is news as well. */
  readonly settings: string | null
  readonly pauses: Readonly<Record<AccountId, Pause>>
  readonly consent: StoredConsent | null
  readonly released: readonly MappingId[]
  readonly kept: readonly MappingId[]
  /** Operations the other side will not take as they are; tried again when what they were planned on changes. */
  readonly setAside: readonly SetAside[]
}

export type PulledEvents = {
  readonly events: readonly MirroredEvent[]
  readonly cursor: string
  readonly window: Window
  /** true: these are all events of the window, what is not among them leaves the mirror. */
  readonly isFull: boolean
}

/** The device's mirror. Each apply is one transaction: rows and cursor land together or not at all. */
export type MirrorStore = {
  marks(): Promise<Marks>
  setMarks(change: Partial<Omit<Marks, 'crm' | 'calendars' | 'device'>>): Promise<void>
  applyCrm(answer: PullAnswer, window: Window): Promise<void>
  applyEvents(calendarId: CalendarId, pulled: PulledEvents): Promise<void>
  load(): Promise<Mirror>
}
