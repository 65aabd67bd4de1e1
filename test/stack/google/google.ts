import { ConnectionBroken } from './answer.ts'
import { type Counters, noRequests } from './counters.ts'
import type { Body } from './event-input.ts'
import { forget, type Grants, mintAccess, noGrants } from './grants.ts'
import type { SendUpdates } from './guests.ts'
import { handle, type Site } from './handle.ts'
import { applyPatch } from './merge.ts'
import { createMisbehaviour, type Misbehaviour } from './misbehaviour.ts'
import type { Client } from './oauth-clients.ts'
import { eventsOf } from './person-view.ts'
import { render } from './render.ts'
import { usualScopes } from './scopes.ts'
import type { AccessRole, EventResource, Mail, Person } from './types.ts'
import { type Range, see } from './view.ts'
import {
  accessTo,
  addCalendar,
  addPerson,
  createWorld,
  dumpWorld,
  type NewCalendar,
  type NewPerson,
  personOf,
  share,
  type World,
  type WorldState,
} from './world.ts'
import { deleteEvent, editEvent, insertEvent } from './write.ts'

export type GoogleState = { readonly world: WorldState; readonly grants: Grants }

export type GoogleOptions = {
  readonly now?: () => Date
  readonly seed?: number
  readonly state?: GoogleState
  readonly clients?: readonly Client[]
}

/** As a person at their own calendar; guests hear of it only when asked for. */
type PersonWrite = { readonly calendarId?: string; readonly sendUpdates?: SendUpdates }

/** A Google that answers in this process: the calendar API, its OAuth pages, and the hands of the people who use it. */
export type Google = {
  /** Takes what the global fetch takes; looks at method, path, headers and body, at no host. */
  readonly fetch: typeof fetch
  /** The same for servers. @throws ConnectionBroken where the connection has to be cut. */
  respond(request: Request): Promise<Response>

  people(): readonly Person[]
  addPerson(person: NewPerson): Person
  /** Answers the calendar's id. */
  addCalendar(email: string, calendar: NewCalendar): string
  calendars(email: string): { readonly id: string; readonly summary: string; readonly accessRole: AccessRole }[]
  share(calendarId: string, email: string, role: AccessRole | null): void

  /** What the person sees: single events and series without range, instances inside one. Nothing cancelled. */
  events(email: string, calendarId?: string, range?: Range): EventResource[]
  /** Any event by id, cancelled ones and instances too. */
  event(email: string, id: string, calendarId?: string): EventResource | null
  insert(email: string, event: Body, options?: PersonWrite): EventResource
  edit(email: string, id: string, patch: Body, options?: PersonWrite): EventResource
  remove(email: string, id: string, options?: PersonWrite): void

  /** A bearer token without the consent page. */
  tokenFor(email: string, options?: { readonly scopes?: readonly string[]; readonly lifeSeconds?: number }): string
  /** All access tokens die; with `refresh` the refresh tokens too. */
  expireTokens(options?: { readonly refresh?: boolean }): void
  expireSyncTokens(calendarId?: string): void
  /** The person takes their consent back at myaccount.google.com. */
  withdrawConsent(email: string): void

  readonly misbehave: Misbehaviour
  readonly counters: Counters
  resetCounters(): void
  readonly mails: readonly Mail[]
  /** Rises with every change. */
  revision(): number
  dump(): GoogleState
}

export function createGoogle({ now = () => new Date(), seed = 1, state, clients = [] }: GoogleOptions = {}): Google {
  const world = createWorld(now, seed, state?.world)
  const { switches, mood } = createMisbehaviour(now)
  const grants = state ? structuredClone(state.grants) : noGrants()
  const site: Site = { world, grants, clients, mood, counters: noRequests() }

  return {
    async fetch(input, init) {
      const request = new Request(input instanceof URL ? input.href : input, init)
      request.signal.throwIfAborted()
      try {
        const response = await handle(site, request)
        request.signal.throwIfAborted()
        return response
      } catch (error) {
        if (error instanceof ConnectionBroken) throw new TypeError('fetch failed', { cause: error })
        throw error
      }
    },
    respond: (request) => handle(site, request),

    people: () => [...world.people.values()],
    addPerson: (person) => addPerson(world, person),
    addCalendar: (email, calendar) => addCalendar(world, personOf(world, email), calendar).id,
    calendars: (email) =>
      personOf(world, email).list.map(({ calendarId, accessRole }) => ({
        id: calendarId,
        summary: world.calendars.get(calendarId)?.summary ?? calendarId,
        accessRole,
      })),
    share: (calendarId, email, role) => share(world, calendarId, email, role),

    ...handsOf(world),

    tokenFor: (email, { scopes = usualScopes, lifeSeconds } = {}) =>
      mintAccess(grants, world.random, now().getTime(), {
        email: personOf(world, email).email,
        scopes,
        ...(lifeSeconds === undefined ? {} : { lifeSeconds }),
      }).token,
    expireTokens({ refresh = false } = {}) {
      grants.access = []
      if (refresh) for (const token of grants.refresh) token.isDead = true
    },
    expireSyncTokens(calendarId) {
      for (const calendar of world.calendars.values())
        if (calendarId === undefined || calendar.id === calendarId) calendar.epoch += 1
    },
    withdrawConsent: (email) => forget(grants, email),

    misbehave: switches,
    counters: site.counters,
    resetCounters: () => void Object.assign(site.counters, noRequests()),
    mails: world.mails,
    revision: () => world.revision,
    dump: () => ({ world: dumpWorld(world), grants: structuredClone(grants) }),
  }
}

const write = (email: string, { sendUpdates = 'none' }: PersonWrite) => ({ actor: email, sendUpdates })

/** What people do with their hands, in the web calendar or in a test. */
function handsOf(world: World): Pick<Google, 'events' | 'event' | 'insert' | 'edit' | 'remove'> {
  const open = (email: string, calendarId = 'primary') => {
    const { calendar, role } = accessTo(world, personOf(world, email), calendarId)
    const viewer = { calendar, role, zone: calendar.timezone }
    return { calendar, show: (event: EventResource) => render(event, viewer) }
  }
  return {
    events(email, calendarId, range) {
      const { calendar, show } = open(email, calendarId)
      return eventsOf(calendar, range).map(show)
    },
    event(email, id, calendarId) {
      const { calendar, show } = open(email, calendarId)
      const seen = see(calendar, id)
      return seen ? show(seen.resource) : null
    },
    insert(email, event, options = {}) {
      const { calendar, show } = open(email, options.calendarId)
      return show(insertEvent(world, calendar, event, write(email, options)).resource)
    },
    edit(email, id, patch, options = {}) {
      const { calendar, show } = open(email, options.calendarId)
      const change = (before: EventResource) => applyPatch(before, patch)
      return show(editEvent(world, calendar, id, change, write(email, options)).resource)
    },
    remove(email, id, options = {}) {
      deleteEvent(world, open(email, options.calendarId).calendar, id, write(email, options))
    },
  }
}
