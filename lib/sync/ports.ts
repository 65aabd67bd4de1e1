import type { Account, Calendar } from '../model/account.ts'
import type { AppointmentRow, GoneAppointment, LiveAppointment } from '../model/appointment.ts'
import type { Content, Field, Patch } from '../model/content.ts'
import type { ErrorCode, SyncError } from '../model/errors.ts'
import type { LiveEvent, MirroredEvent } from '../model/event.ts'
import type {
  AccountId,
  AppointmentId,
  CalendarId,
  DeviceId,
  EventId,
  MappingId,
  OrganizationId,
  RunId,
} from '../model/ids.ts'
import type { Conflict, FieldConflict, Intent, Mapping, MappingStatus } from '../model/mapping.ts'
import type { Counts, RunStatus, Trigger } from '../model/run.ts'
import type { Instant } from '../model/time.ts'

export type Window = { readonly from: Instant; readonly until: Instant }

// ─── the calendar's side ────────────────────────────────────────────────────────────────────────────────────────────

/** Names an event before it exists: the same key creates at most one event, however often it is sent. */
export type CreationKey = { readonly mappingId: MappingId; readonly generation: number }

export type EventPage = {
  readonly events: readonly MirroredEvent[]
  /** On the last page only: where the next pull goes on. */
  readonly cursor: string | null
}

export type EventWrite =
  | { readonly kind: 'create'; readonly key: CreationKey; readonly content: Content }
  | { readonly kind: 'update'; readonly eventId: EventId; readonly etag: string; readonly patch: Patch }
  | { readonly kind: 'delete'; readonly eventId: EventId; readonly etag: string }

export type EventWriteOutcome =
  | { readonly kind: 'written'; readonly event: LiveEvent }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'failed'; readonly error: SyncError }

/** One calendar of one account, whatever the provider. No method ever mails anyone or writes guests. */
export type CalendarPort = {
  /**
   * All pages of what changed since the cursor, or with null of the whole window.
   * @throws SyncError cursor-expired when the provider wants a full pull.
   */
  pull(cursor: string | null, window: Window): AsyncIterable<EventPage>
  /** The event as it is now; null where the calendar does not know it. */
  get(eventId: EventId): Promise<MirroredEvent | null>
  /** The event's id that a creation key leads to, where the provider lets us choose it. */
  eventIdOf(key: CreationKey): EventId
  /** Carries out each write on its own; the outcomes stand in the order of the writes. Never throws for a single write. */
  write(writes: readonly EventWrite[]): Promise<readonly EventWriteOutcome[]>
  /** Content as this provider would give it back. Idempotent. */
  canonicalize(content: Content): Content
}

// ─── the CRM's side: docs/protocol.md says what each function does ─────────────────────────────────────────────────

export type Contract = {
  readonly hasAllDay: boolean
  readonly hasCancelled: boolean
  /** Who will be able to read imported appointments. */
  readonly readers: 'organization' | 'database'
}

export type PullRequest = {
  readonly device: DeviceId
  /** null asks for everything. */
  readonly cursor: string | null
  readonly epoch: string | null
  readonly fingerprint: string | null
  readonly from: Instant
  readonly until: Instant
}

/** A deletion that was carried out in the last 24 hours; a series counts as one unit. */
export type RecentDeletion = {
  readonly calendarId: CalendarId
  readonly side: 'crm' | 'calendar'
  readonly unit: string
}

export type PullAnswer = {
  readonly epoch: string
  readonly fingerprint: string
  readonly cursor: string
  /** true: the answer is everything in scope, what is not in it is not there. */
  readonly isFull: boolean
  readonly now: Instant
  /** The lease's fencing number at this moment; begin and commit compare it. */
  readonly fence: number
  readonly userId: string
  readonly organizations: readonly { readonly id: OrganizationId; readonly name: string | null }[]
  readonly contract: Contract
  readonly accounts: readonly Account[]
  readonly calendars: readonly Calendar[]
  readonly appointments: readonly LiveAppointment[]
  readonly gone: readonly GoneAppointment[]
  readonly mappings: readonly Mapping[]
  readonly conflicts: readonly Conflict[]
  /** Ids of conflicts that are no longer open. */
  readonly closedConflicts: readonly string[]
  readonly recentDeletions: readonly RecentDeletion[]
}

export type BeginOperation =
  | {
      readonly op: 'create'
      readonly mapping: {
        readonly id: MappingId
        readonly accountId: AccountId
        readonly calendarId: CalendarId
        readonly appointmentId: AppointmentId
        readonly content: Content
      }
      readonly expected: AppointmentRow
    }
  | {
      readonly op: 'recreate'
      readonly mappingId: MappingId
      readonly rev: number
      readonly generation: number
      readonly calendarId: CalendarId
      readonly content: Content
      readonly expected: AppointmentRow
    }
  | { readonly op: 'resume'; readonly mappingId: MappingId; readonly rev: number }
  | {
      readonly op: 'update'
      readonly mappingId: MappingId
      readonly rev: number
      readonly expected: AppointmentRow
      readonly intent: Extract<Intent, { kind: 'update' }>
      readonly before: Content
    }
  | {
      readonly op: 'delete'
      readonly mappingId: MappingId
      readonly rev: number
      readonly before: Content
      readonly unit: string
    }

/** What a settled mapping becomes; a missing key leaves the column as it is. */
export type Settlement = {
  readonly eventId?: EventId
  readonly etag?: string | null
  readonly stamp?: string | null
  readonly identity?: string
  readonly calendarId?: CalendarId
  readonly base?: Content
  readonly status?: MappingStatus
  readonly isMasked?: boolean
  /** An object opens or replaces the mapping's conflict, null closes it. */
  readonly conflict?: Partial<Record<Field, FieldConflict>> | null
}

export type NewLink = {
  readonly id: MappingId
  readonly accountId: AccountId
  readonly calendarId: CalendarId
  readonly eventId: EventId
  readonly etag: string
  readonly stamp: string | null
  readonly identity: string
  readonly base: Content
  readonly status: MappingStatus
  readonly isMasked: boolean
}

export type CommitOperation =
  | { readonly op: 'import'; readonly mapping: NewLink; readonly row: AppointmentRow }
  | {
      readonly op: 'link'
      readonly mapping: NewLink & { readonly appointmentId: AppointmentId }
      readonly expected: AppointmentRow
    }
  | { readonly op: 'settle'; readonly mappingId: MappingId; readonly rev: number; readonly set: Settlement }
  | {
      readonly op: 'update-appointment'
      readonly mappingId: MappingId
      readonly rev: number
      readonly expected: AppointmentRow
      readonly row: Partial<AppointmentRow>
      readonly set: Settlement
    }
  | {
      readonly op: 'delete-appointment'
      readonly mappingId: MappingId
      readonly rev: number
      readonly expected: AppointmentRow
      readonly unit: string
      readonly set: Settlement
    }
  | { readonly op: 'consent'; readonly calendarId: CalendarId }

export type Refusal = 'rev-changed' | 'expected-changed' | 'exists' | 'forbidden' | 'rejected' | 'not-found'

export type OperationResult =
  | { readonly ok: true; readonly rev: number; readonly appointmentId?: AppointmentId }
  | { readonly ok: false; readonly code: Refusal }

type RunHeader = {
  readonly device: DeviceId
  readonly runId: RunId
  readonly trigger: Trigger
  /** As the last answer of pull, begin or commit of this run gave it. */
  readonly fence: number
  readonly leaseSeconds: number
}

export type LeaseAnswer<Body> =
  | ({ readonly kind: 'granted'; readonly fence: number; readonly expiresAt: Instant } & Body)
  /** Another device is at work until then. */
  | { readonly kind: 'lease-held'; readonly until: Instant }
  /** Another device held the lease since this run pulled: pull again. */
  | { readonly kind: 'stale' }

export type BeginRequest = RunHeader & { readonly operations: readonly BeginOperation[] }
export type BeginAnswer = LeaseAnswer<{ readonly results: readonly OperationResult[] }>

export type CommitRequest = RunHeader & {
  readonly operations: readonly CommitOperation[]
  /** How the run stands after this commit; any status but running ends it and frees the lease. */
  readonly run: { readonly status: RunStatus; readonly counts: Counts; readonly errorCodes: readonly ErrorCode[] }
}
export type CommitAnswer = LeaseAnswer<{ readonly results: readonly OperationResult[] }>

/** @throws SyncError from each method: unavailable, auth-expired, not-set-up, no-organization, forbidden */
export type CrmPort = {
  pull(request: PullRequest): Promise<PullAnswer>
  begin(request: BeginRequest): Promise<BeginAnswer>
  commit(request: CommitRequest): Promise<CommitAnswer>
}
