import { configureAccount, disconnectAccount } from '../../lib/crm/accounts.ts'
import { checkConnection } from '../../lib/crm/check.ts'
import { resolveConflict } from '../../lib/crm/conflicts.ts'
import type { CommandData, CommandName, Reply } from '../../lib/messages.ts'
import { isSyncError } from '../../lib/model/errors.ts'
import type { AccountId, CalendarId, MappingId, OrganizationId } from '../../lib/model/ids.ts'
import { type Configuration, saveConfiguration } from '../../lib/store/configuration.ts'
import type { Database } from '../../lib/store/db.ts'
import { wipeMirrors } from '../../lib/store/mirror.ts'
import { tokenStore, wipeTokens } from '../../lib/store/tokens.ts'
import { type ConnectView, noOverview } from '../../lib/store/views.ts'
import { connectCalendarAccount } from './connect-account.ts'
import type { Connector } from './connection.ts'
import type { Consent } from './consent.ts'
import { loadOverlay, openPopup } from './page.ts'
import type { Publisher } from './publish.ts'
import { heldMappings, offeredPreview, type Runner } from './run.ts'

export type Commands = {
  readonly [Name in CommandName]: (data: CommandData<Name>, sender: chrome.runtime.MessageSender) => Promise<Reply>
}

type Parts = {
  readonly db: Database
  readonly publisher: Publisher
  readonly connector: Connector
  readonly consent: Consent
  readonly runner: Runner
  readonly configuration: () => Promise<Configuration | null>
  /** After the CRM's address changed. */
  readonly onConfigured: () => Promise<void>
}

const done: Reply = { kind: 'done' }

/** What each command does. The caller has checked sender and data; an error is put into a reply by it. */
export function createCommands({
  db,
  publisher,
  connector,
  consent,
  runner,
  configuration,
  onConfigured,
}: Parts): Commands {
  const connect = () => connector.connect()
  let attempt = 0

  async function forgetUser(): Promise<void> {
    await wipeMirrors(db)
    await wipeTokens()
    await Promise.all([db.accounts.clear(), db.needs.clear(), db.runs.clear(), db.kept.clear()])
    const { crmHost } = await publisher.overview()
    await publisher.change({ ...noOverview, crmHost })
  }

  async function signOut(): Promise<void> {
    await (await connector.session())?.signOut()
    await forgetUser()
  }

  /** Remembers a decision about held things and lets a sync act on it. */
  async function decideHeld(needId: string, decision: 'released' | 'kept'): Promise<Reply> {
    const ids = (await heldMappings(db).get())?.[needId] as readonly MappingId[] | undefined
    if (!ids) return { kind: 'failed', reason: 'gone' }
    const { store } = await connect()
    const marks = await store.marks()
    await store.setMarks({ [decision]: [...new Set([...marks[decision], ...ids])], isSettled: false })
    await runner.sync('manual')
    return done
  }

  return {
    async checkConfiguration(wanted) {
      if (!isPageAddress(wanted.crmUrl)) return { kind: 'checked', check: { kind: 'bad-crm-url' } }
      const check = await checkConnection(wanted)
      if (check.kind === 'saved') {
        // A session of one project is no business of another's server.
        if ((await configuration())?.supabaseUrl !== wanted.supabaseUrl) await signOut()
        await saveConfiguration(wanted)
        await onConfigured()
      }
      return { kind: 'checked', check }
    },
    async signIn({ email, password }) {
      const session = await connector.session()
      if (!session) return { kind: 'failed', reason: 'not-configured' }
      const { user } = await publisher.overview()
      try {
        const { userId, email: address } = await session.signIn(email, password)
        if (user && user.id !== userId) await forgetViews(db)
        await publisher.change({ user: { id: userId, email: address }, wasSignedOut: false, problem: null })
      } catch (error) {
        if (isSyncError(error, 'forbidden')) return { kind: 'failed', reason: 'refused' }
        if (isSyncError(error, 'rejected')) return { kind: 'failed', reason: 'bad-key' }
        throw error
      }
      void runner.sync('auto')
      return done
    },
    async signOut() {
      await signOut()
      return done
    },
    async connectAccount({ provider, email, organizationId }) {
      attempt += 1
      const own = attempt
      // A given-up attempt has nothing to show any more.
      const show = async (connect: ConnectView) => {
        if (own === attempt) await publisher.change({ connect })
      }
      const wanted = { provider, email, organizationId: organizationId as OrganizationId | null }
      const account = await connectCalendarAccount({ consent, connection: await connect(), show }, wanted)
      // Shows the new account with its calendars; writes nothing.
      if (account) await runner.preview()
      const view = account ? await db.accounts.get(account) : undefined
      if (view?.isConsented) {
        await show({ kind: 'none' })
        await runner.sync('manual')
      }
      return done
    },
    async showConsentWindow() {
      await consent.showWindow()
      return done
    },
    async forgetConnect() {
      attempt += 1
      await publisher.change({ connect: { kind: 'none' } })
      await consent.closeWindow()
      return done
    },
    async configureCalendars({ accountId, calendars }) {
      const { client, store } = await connect()
      const chosen = calendars.map((calendar) => ({ ...calendar, id: calendar.id as CalendarId }))
      await configureAccount(client, { accountId: accountId as AccountId, calendars: chosen })
      await store.setMarks({ isSettled: false })
      await publisher.change({ connect: { kind: 'none' } })
      return done
    },
    async pauseAccount({ accountId, isPaused }) {
      const { client, store } = await connect()
      await configureAccount(client, { accountId: accountId as AccountId, state: isPaused ? 'paused' : 'ok' })
      await store.setMarks({ isSettled: false })
      await runner.sync('manual')
      return done
    },
    async disconnectAccount({ accountId }) {
      const { client } = await connect()
      await disconnectAccount(client, accountId as AccountId)
      await tokenStore(accountId as AccountId).set(null)
      await db.accounts.delete(accountId as AccountId)
      await db.needs.filter((need) => need.kind === 'reconnect' && need.accountId === accountId).delete()
      const { preview } = await publisher.overview()
      await publisher.change(preview?.accountId === accountId ? { preview: null } : {})
      return done
    },
    async previewSync() {
      await runner.preview()
      return done
    },
    async startFirstSync({ link }) {
      const offered = await offeredPreview(db).get()
      if (!offered) return { kind: 'failed', reason: 'gone' }
      const linked = offered.doubtful.filter(({ id }) => link.includes(id))
      const apart = new Set(linked.flatMap((pair) => pair.apart))
      const operations = [...offered.operations.filter((key) => !apart.has(key)), ...linked.map((pair) => pair.link)]
      const { store } = await connect()
      const { consent: given } = await store.marks()
      await store.setMarks({
        consent: {
          calendars: [...new Set([...(given?.calendars ?? []), ...(offered.calendars as CalendarId[])])],
          operations: [...new Set([...(given?.operations ?? []), ...operations])],
          pairs: [...new Set([...(given?.pairs ?? []), ...linked.map(({ id }) => id)])],
        },
        isSettled: false,
      })
      await runner.sync('manual')
      return done
    },
    async syncNow() {
      await runner.sync('manual')
      return done
    },
    releaseHeld: ({ needId }) => decideHeld(needId, 'released'),
    dropHeld: ({ needId }) => decideHeld(needId, 'kept'),
    async resolveConflict({ mappingId, side }) {
      const { client, store } = await connect()
      const need = await db.needs.get(`conflict:${mappingId}`)
      if (need?.kind !== 'conflict') return { kind: 'failed', reason: 'gone' }
      const resolution = Object.fromEntries(need.fields.map((field) => [field, side]))
      await resolveConflict(client, mappingId as MappingId, resolution)
      await store.setMarks({ isSettled: false })
      await runner.sync('manual')
      return done
    },
    async openPopup({ view }) {
      await openPopup(view)
      return done
    },
    async loadOverlay(_, sender) {
      await loadOverlay(sender)
      return done
    },
  }
}

/** Another person signs in: what the last one saw goes before anything of theirs is shown. */
async function forgetViews(db: Database): Promise<void> {
  await Promise.all([db.accounts.clear(), db.needs.clear(), db.runs.clear()])
  await wipeTokens()
}

function isPageAddress(text: string): boolean {
  const { protocol } = URL.parse(text) ?? {}
  return protocol === 'https:' || protocol === 'http:'
}
