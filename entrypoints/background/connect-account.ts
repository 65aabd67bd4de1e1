import type { Authorization } from '../../lib/auth/authorize.ts'
import { openGoogle } from '../../lib/calendars/google/calendars.ts'
import { connectAccount, listOrganizations } from '../../lib/crm/accounts.ts'
import type { Provider } from '../../lib/model/account.ts'
import { isSyncError, SyncError } from '../../lib/model/errors.ts'
import type { OrganizationId } from '../../lib/model/ids.ts'
import { toInstant } from '../../lib/model/time.ts'
import { tokenStore } from '../../lib/store/tokens.ts'
import type { AccountView, ConnectView } from '../../lib/store/views.ts'
import type { Connection } from './connection.ts'
import type { Consent } from './consent.ts'

type Wanted = { readonly provider: Provider; readonly email: string; readonly organizationId: OrganizationId | null }
type Granted = Extract<Authorization, { kind: 'granted' }>

export type ConnectParts = {
  readonly consent: Consent
  readonly connection: Connection
  /** How far it has come; survives a closed popup. */
  readonly show: (view: ConnectView) => Promise<void>
}

/**
 * Asks the provider's consent and adds the account; nothing is written to CRM or calendar yet.
 * @returns the account; null when it did not come to be, which `show` has told
 */
export async function connectCalendarAccount(parts: ConnectParts, wanted: Wanted): Promise<AccountView['id'] | null> {
  const { consent, connection, show } = parts
  const { provider, email } = wanted
  const fail = async (reason: Extract<ConnectView, { kind: 'failed' }>['reason']) => {
    await show({ kind: 'failed', provider, email, reason })
    return null
  }
  try {
    const organizations = await listOrganizations(connection.client)
    if (organizations.length === 0) return await fail('no-organization')
    if (organizations.length > 1 && wanted.organizationId === null) {
      await show({ kind: 'organization', provider, email, organizations })
      return null
    }
    await show({ kind: 'waiting', provider, email, startedAt: toInstant(Date.now()) })
    const answer = await consent.ask(email || null)
    if (answer.kind !== 'granted') return await fail(reasonOf(answer.kind))
    const account = await addAccount(parts, wanted, answer)
    await show({ kind: 'choose', accountId: account })
    return account
  } catch (error) {
    if (!isSyncError(error)) throw error
    return fail(error.code === 'not-set-up' || error.code === 'no-organization' ? error.code : 'unavailable')
  }
}

async function addAccount({ consent, connection }: ConnectParts, wanted: Wanted, granted: Granted) {
  const { accessToken, expiresAt } = granted
  const { email } = await consent.whoIs(accessToken)
  const tokens = { accessToken: async () => accessToken }
  const google = openGoogle({ fetch: (request) => fetch(request), apiOrigin: consent.apiOrigin, tokens })
  const calendars = await google.listCalendars()
  const primary = calendars.find(({ isPrimary }) => isPrimary) ?? calendars[0]
  if (!primary) throw new SyncError('unavailable', 'google: no calendar at all')
  const { account } = await connectAccount(connection.client, {
    provider: wanted.provider,
    email,
    organizationId: wanted.organizationId,
    timezone: primary.timezone,
    state: 'ok',
    calendars: calendars.map(({ externalId, name, timezone, isPrimary, isWritable }) => {
      return { externalId, name, timezone, isPrimary, isWritable }
    }),
  })
  await tokenStore(account.id).set({ accessToken, expiresAt })
  return account.id
}

function reasonOf(kind: Exclude<Authorization['kind'], 'granted'>) {
  switch (kind) {
    case 'closed':
    case 'refused':
    case 'partly':
    case 'unavailable':
      return kind
    case 'needs-person':
      return 'closed'
    case 'needs-admin-approval':
      return 'refused'
  }
}
