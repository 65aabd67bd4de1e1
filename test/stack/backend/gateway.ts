import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { isCutAt } from '../hold.ts'
import { controls } from './controls.ts'
import { allowAnyOrigin, preflight } from './cors.ts'
import type { Switches } from './switches.ts'
import type { Traffic } from './traffic.ts'

type Gateway = {
  readonly serve: (request: Request) => Promise<Response>
  readonly switches: Switches
  readonly traffic: Traffic
}

const json = (status: number, message: string, headers: Record<string, string> = {}) =>
  Response.json({ message }, { status, headers: { 'Access-Control-Allow-Origin': '*', ...headers } })

/** What stands before Auth and the Data API: CORS, the switches, the counters. */
export function createGateway({ serve, switches, traffic }: Gateway): Hono<{ Bindings: HttpBindings }> {
  const gateway = new Hono<{ Bindings: HttpBindings }>()
  gateway.options('*', preflight)
  gateway.route('/__stand-in', controls(switches, traffic))
  gateway.on(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'], ['/rest/v1/*', '/auth/v1/*'], async (c) => {
    const { method, path } = c.req
    const cut = () => {
      c.env.outgoing.destroy()
      return RESPONSE_ALREADY_SENT
    }
    const fate = switches.next(path)
    if (fate.kind === 'cut') return cut()
    // Read before it is queued: a body that arrives slowly must not hold up the other requests.
    const body = await c.req.arrayBuffer()
    const count = (bytesSent: number) => {
      const caller = c.req.header('Origin')?.startsWith('http') ? 'page' : 'other'
      traffic.add({ method, path, caller, bytesReceived: body.byteLength, bytesSent })
    }
    if (fate.kind === 'fail') {
      count(0)
      const wait = fate.retryAfterSeconds
      return json(fate.status, 'The stand-in was told to fail.', wait === undefined ? {} : { 'Retry-After': `${wait}` })
    }
    if (fate.latency > 0) await sleep(fate.latency)
    if (await isCutAt(fate.gate, 'before')) return cut()
    const request = new Request(c.req.raw.url, {
      method,
      headers: c.req.raw.headers,
      ...(body.byteLength > 0 && { body }),
    })
    const response = await serve(request)
    const answer = await response.arrayBuffer()
    count(answer.byteLength)
    if (fate.isDropped || (await isCutAt(fate.gate, 'after'))) return cut()
    return allowAnyOrigin(new Response(answer.byteLength > 0 ? answer : null, response))
  })
  gateway.notFound(() => json(404, 'no Route matched with those values'))
  return gateway
}
