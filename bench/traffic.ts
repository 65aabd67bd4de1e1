import type { Fetch } from '../lib/http.ts'
import type { TestDatabase } from '../test/support/database.ts'

/** What went to one side: requests, bytes of their bodies (and of addresses), and how long the other side took. */
export type Traffic = { requests: number; bytesUp: number; bytesDown: number; waitedMs: number }

export const noTraffic = (): Traffic => ({ requests: 0, bytesUp: 0, bytesDown: 0, waitedMs: 0 })

/** A batch is one request, whatever stands in it. */
export function countFetch(fetch: typeof globalThis.fetch, traffic: Traffic): Fetch {
  return async (request) => {
    const up = await request.clone().text()
    const startedMs = performance.now()
    const response = await fetch(request)
    const down = await response.clone().text()
    traffic.waitedMs += performance.now() - startedMs
    traffic.requests += 1
    traffic.bytesUp += Buffer.byteLength(request.url) + Buffer.byteLength(up)
    traffic.bytesDown += Buffer.byteLength(down)
    return response
  }
}

/** Calls as the Data API would get them: one argument `p`, one JSON answer, neither compressed. */
export function countRpc({ rpc }: Pick<TestDatabase, 'rpc'>, traffic: Traffic): Pick<TestDatabase, 'rpc'> {
  return {
    async rpc<Answer>(...[user, name, p]: Parameters<TestDatabase['rpc']>): Promise<Answer> {
      const startedMs = performance.now()
      const answer = await rpc<Answer>(user, name, p)
      traffic.waitedMs += performance.now() - startedMs
      traffic.requests += 1
      traffic.bytesUp += Buffer.byteLength(JSON.stringify({ p }))
      traffic.bytesDown += Buffer.byteLength(JSON.stringify(answer))
      return answer
    },
  }
}
