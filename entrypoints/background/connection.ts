import { createTokenSource } from '../../lib/auth/tokens.ts'
import { openGoogle } from '../../lib/calendars/google/calendars.ts'
import type { CalendarProvider } from '../../lib/calendars/provider.ts'
import { type CrmClient, createCrmClient } from '../../lib/crm/client.ts'
import { createCrmPort } from '../../lib/crm/port.ts'
import { type CrmSession, createSession } from '../../lib/crm/session.ts'
import type { Account } from '../../lib/model/account.ts'
import { SyncError } from '../../lib/model/errors.ts'
import type { AccountId, DeviceId, MappingId, RunId, UserId } from '../../lib/model/ids.ts'
import { toInstant } from '../../lib/model/time.ts'
import type { Configuration } from '../../lib/store/configuration.ts'
import type { Database } from '../../lib/store/db.ts'
import { keptTexts } from '../../lib/store/kept.ts'
import { openMirror } from '../../lib/store/mirror.ts'
import { tokenStore } from '../../lib/store/tokens.ts'
import type { MirrorStore } from '../../lib/sync/store.ts'
import type { SyncPorts } from '../../lib/sync/sync-ports.ts'
import type { Consent } from './consent.ts'

/** Everything a signed-in user's commands need; made anew for each, because user and address may change in between. */
export type Connection = {
  readonly userId: UserId
  readonly client: CrmClient
  readonly store: MirrorStore
  syncPorts(runId: RunId, onProgress: SyncPorts['onProgress']): SyncPorts
}

export type Connector = {
  session(): Promise<CrmSession | null>
  /** @throws SyncError auth-expired when nobody is signed in, not-set-up when no CRM is configured */
  connect(): Promise<Connection>
}

type Parts = {
  readonly db: Database
  readonly configuration: () => Promise<Configuration | null>
  readonly consent: Consent
}

export function createConnector({ db, configuration, consent }: Parts): Connector {
  // One session object per address: its refresh tokens are single use, so only one may ever refresh.
  let opened: { readonly of: string; readonly session: CrmSession } | null = null
  const providers = new Map<AccountId, CalendarProvider>()

  async function session(): Promise<CrmSession | null> {
    const address = await configuration()
    if (!address) return null
    const of = `${address.supabaseUrl} ${address.publishableKey}`
    if (opened?.of !== of) opened = { of, session: createSession({ ...address, storage: keptTexts(db) }) }
    return opened.session
  }

  function providerOf(account: Account): CalendarProvider {
    if (account.provider !== 'google') throw new SyncError('rejected', 'a provider this version does not know')
    const known = providers.get(account.id)
    if (known) return known
    const tokens = createTokenSource({ store: tokenStore(account.id), renew: consent.renewal(account.email) })
    const provider = openGoogle({ fetch: (request) => fetch(request), apiOrigin: consent.apiOrigin, tokens })
    providers.set(account.id, provider)
    return provider
  }

  return {
    session,
    async connect() {
      const address = await configuration()
      const opened = await session()
      const current = await opened?.currentSession()
      if (!address) throw new SyncError('not-set-up', 'no CRM is configured')
      if (!opened || !current) throw new SyncError('auth-expired', 'nobody is signed in')
      return connectionOf(db, address, opened, current.userId, providerOf)
    },
  }
}

function connectionOf(
  db: Database,
  address: Configuration,
  session: CrmSession,
  userId: UserId,
  providerOf: (account: Account) => CalendarProvider,
): Connection {
  const client = createCrmClient({ ...address, accessToken: () => session.accessToken() })
  const scope = `${new URL(address.supabaseUrl).host} ${userId}`
  const store = openMirror(db, scope, () => crypto.randomUUID() as DeviceId)
  return {
    userId,
    client,
    store,
    syncPorts: (runId, onProgress) => ({
      crm: createCrmPort(client),
      store,
      openCalendar: (account, calendar) => providerOf(account).openCalendar(calendar),
      now: () => toInstant(Date.now()),
      monotonicMs: () => performance.now(),
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      newRunId: () => runId,
      newMappingId: () => crypto.randomUUID() as MappingId,
      onProgress,
    }),
  }
}
