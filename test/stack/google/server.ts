import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { ConnectionBroken } from './answer.ts'
import { answerControl } from './control.ts'
import { createGoogle, type Google, type GoogleOptions } from './google.ts'
import { answerWeb } from './web-pages.ts'

export type GoogleServer = {
  readonly google: Google
  /** `http://127.0.0.1:<port>`; takes the place of every Google host. */
  readonly url: string
  close(): Promise<void>
}

/** The stand-in on 127.0.0.1; port 0 takes a free one. */
export async function startGoogle({
  port = 0,
  ...options
}: GoogleOptions & { readonly port?: number } = {}): Promise<GoogleServer> {
  const google = createGoogle(options)
  const answer = async (request: Request) =>
    (await answerControl(google, request)) ?? (await answerWeb(google, request)) ?? (await google.respond(request))

  const server = serve({
    port,
    hostname: '127.0.0.1',
    async fetch(request, { outgoing }) {
      try {
        return await answer(request)
      } catch (error) {
        if (!(error instanceof ConnectionBroken)) throw error
        outgoing.destroy()
        return RESPONSE_ALREADY_SENT
      }
    },
  })
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  const { port: taken } = server.address() as AddressInfo
  return {
    google,
    url: `http://127.0.0.1:${taken}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
