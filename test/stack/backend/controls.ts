import { Hono } from 'hono'
import * as v from 'valibot'
import { type Switches, switchesSchema } from './switches.ts'
import type { Traffic } from './traffic.ts'

/**
 * The switches and counters over HTTP, for the demo desk and for tests in another process.
 * GET, POST, DELETE /switches: read, set some, all off. GET, DELETE /requests: the counters, and back to zero.
 */
export function controls(switches: Switches, traffic: Traffic): Hono {
  const routes = new Hono()
  routes.use(async (c, next) => {
    await next()
    c.header('Access-Control-Allow-Origin', '*')
  })
  routes.get('/health', (c) => c.json({ ok: true }))
  routes.get('/switches', (c) => c.json(switches.get()))
  routes.post('/switches', async (c) => {
    const input = v.safeParse(switchesSchema, await c.req.json().catch(() => null))
    if (!input.success) return c.json({ message: v.summarize(input.issues) }, 400)
    switches.set(input.output)
    return c.json(switches.get())
  })
  routes.delete('/switches', (c) => {
    switches.reset()
    return c.json(switches.get())
  })
  routes.get('/requests', (c) => c.json(traffic.rows()))
  routes.delete('/requests', (c) => {
    traffic.reset()
    return c.json(traffic.rows())
  })
  return routes
}
