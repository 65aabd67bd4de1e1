import type { CrmPort } from '../../lib/sync/ports.ts'
import type { SyncPorts } from '../../lib/sync/sync-ports.ts'

/** What a call meets when the worker that made it is dead. */
export class Death extends Error {}

/** Dies at the n-th call to the outside: before it is made, or after it was done and before the answer is read. */
export function mortal(
  ports: SyncPorts,
  at: number,
  isAfter: boolean,
): { ports: Partial<SyncPorts>; calls: () => number } {
  let calls = 0
  async function live<T>(call: () => Promise<T>): Promise<T> {
    const isLast = calls === at
    calls += 1
    if (calls - 1 > at || (isLast && !isAfter)) throw new Death('the worker is gone')
    const answer = await call()
    if (isLast) throw new Death('the worker is gone')
    return answer
  }
  const { crm } = ports
  const dyingCrm: CrmPort = {
    pull: (request) => live(() => crm.pull(request)),
    begin: (request) => live(() => crm.begin(request)),
    commit: (request) => live(() => crm.commit(request)),
  }
  const openCalendar: SyncPorts['openCalendar'] = (account, calendar) => {
    const port = ports.openCalendar(account, calendar)
    return {
      ...port,
      pull: async function* (cursor, window) {
        for await (const page of port.pull(cursor, window)) yield await live(async () => page)
      },
      get: (id) => live(() => port.get(id)),
      write: (writes) => live(() => port.write(writes)),
    }
  }
  const store = {
    ...ports.store,
    applyCrm: (...args: Parameters<typeof ports.store.applyCrm>) => live(() => ports.store.applyCrm(...args)),
    applyEvents: (...args: Parameters<typeof ports.store.applyEvents>) => live(() => ports.store.applyEvents(...args)),
  }
  return { ports: { crm: dyingCrm, openCalendar, store }, calls: () => calls }
}
