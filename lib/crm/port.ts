import type { CrmPort } from '../sync/ports.ts'
import type { CrmClient } from './client.ts'
import { parseLeaseAnswer } from './commit.ts'
import { parsePull } from './pull.ts'

/** The CRM's side of a sync: three calls, whose meaning docs/protocol.md gives. */
export function createCrmPort(client: Pick<CrmClient, 'call'>): CrmPort {
  return {
    pull: async (request) => parsePull(await client.call('calendar_pull', request)),
    begin: async (request) => parseLeaseAnswer(await client.call('calendar_begin', request)),
    commit: async (request) => parseLeaseAnswer(await client.call('calendar_commit', request)),
  }
}
