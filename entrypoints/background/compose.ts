import { addresses } from '../../lib/addresses.ts'
import type { FailReason } from '../../lib/messages.ts'
import { isSyncError } from '../../lib/model/errors.ts'
import { readConfiguration } from '../../lib/store/configuration.ts'
import { openDatabase } from '../../lib/store/db.ts'
import { ensureScheduled } from './alarms.ts'
import { type Commands, createCommands } from './commands.ts'
import { createConnector } from './connection.ts'
import { createConsent } from './consent.ts'
import { isCrmPage, registerDetector } from './page.ts'
import { createPublisher } from './publish.ts'
import { createRunner } from './run.ts'

export type Background = {
  readonly commands: Commands
  syncByAlarm(): Promise<void>
  /** After install, update, browser start, a new permission: browsers forget alarms and scripts. */
  start(): Promise<void>
  isCrmPage(sender: chrome.runtime.MessageSender): Promise<boolean>
  reasonOf(error: unknown): FailReason
}

const builtIn = {
  crmUrl: addresses.crmUrl,
  supabaseUrl: addresses.supabaseUrl,
  publishableKey: addresses.supabaseKey,
}

/** The composition root: the only place where all parts meet. */
export function compose(): Background {
  const db = openDatabase()
  const configuration = () => readConfiguration(builtIn)
  const publisher = createPublisher(db, async () => (await configuration()) !== null)
  const consent = createConsent()
  const connector = createConnector({ db, configuration, consent })
  const runner = createRunner({ db, publisher, connect: () => connector.connect() })
  void runner.recover()

  async function start(): Promise<void> {
    const known = await configuration()
    await registerDetector(known)
    await publisher.change({ crmHost: known ? new URL(known.crmUrl).host : null })
    if ((await publisher.overview()).user) await ensureScheduled()
  }

  return {
    commands: createCommands({ db, publisher, connector, consent, runner, configuration, onConfigured: start }),
    async syncByAlarm() {
      if ((await publisher.overview()).user) await runner.sync('auto')
    },
    start,
    isCrmPage: async (sender) => isCrmPage(sender, await configuration()),
    reasonOf,
  }
}

function reasonOf(error: unknown): FailReason {
  if (!isSyncError(error)) {
    console.error('calendar sync: unexpected', error)
    return 'unexpected'
  }
  switch (error.code) {
    case 'auth-expired':
      return 'signed-out'
    case 'not-set-up':
    case 'no-organization':
    case 'unavailable':
      return error.code
    case 'rate-limited':
    case 'quota-exhausted':
      return 'unavailable'
    case 'not-found':
      return 'gone'
    case 'needs-admin-approval':
    case 'forbidden':
    case 'cursor-expired':
    case 'precondition-failed':
    case 'duplicate':
    case 'rejected':
    case 'held':
    case 'lease-held':
      return 'unexpected'
  }
}
