import { serve } from '@hono/node-server'

type Fetch = Parameters<typeof serve>[0]['fetch']

/** Serves on 127.0.0.1; port 0 takes a free one. `close` cuts the connections that are still open. */
export function listen(fetch: Fetch, port: number): Promise<{ url: string; close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: '127.0.0.1' }, (address) =>
      resolve({ url: `http://127.0.0.1:${address.port}`, close }),
    )
    const close = () =>
      new Promise<void>((done) => {
        server.close(() => done())
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
    server.once('error', reject)
  })
}
