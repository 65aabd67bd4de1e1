import { join } from 'node:path'
import { allOrNone } from './all-or-none.ts'
import { publishableKey } from './backend/keys.ts'
import { type Backend, startBackend } from './backend/start-backend.ts'
import { type Crm, startCrm } from './crm/start-crm.ts'
import { takeDataDir } from './data-dir.ts'
import { fillCalendars } from './demo-calendar.ts'
import { buildExtension } from './extension.ts'
import type { Google } from './google/google.ts'
import { type GoogleServer, startGoogle } from './google/server.ts'
import { keepGoogleState, readGoogleState } from './google-state.ts'
import { choosePorts, type Ports } from './ports.ts'

export type StackOptions = {
  readonly dataDir: string
  /** Forgets what is in the folder. */
  readonly isFresh?: boolean
  /** Default: the ones of the last start, else free ones. */
  readonly ports?: Partial<Ports>
  readonly onProgress?: (line: string) => void
}

/** Everything the extension meets outside the browser, on 127.0.0.1, and the extension built for these addresses. */
export type Stack = {
  readonly dataDir: string
  readonly ports: Ports
  readonly backend: Backend
  readonly google: Google
  readonly googleUrl: string
  readonly crm: Crm
  /** The unpacked extension for `--load-extension`. */
  readonly extensionDir: string
  /** Requests so far: to Google's API, and of the extension to Supabase. */
  requests(): { readonly google: number; readonly supabase: number }
  /** Google answers 429 for so long. */
  throttleGoogle(seconds: number): void
  /** Google takes so long for every request; 0 ends it. */
  slowGoogle(ms: number): void
  close(): Promise<void>
}

const at = (port: number) => `http://127.0.0.1:${port}`

/** @throws Error in words: the folder is in use, or the extension does not build. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { onProgress = () => {} } = options
  const { path: dataDir, release } = await takeDataDir(options.dataDir, options.isFresh ?? false)
  const ports = await choosePorts(dataDir, options.ports)
  const said = async <T>(part: Promise<T>, words: (part: T) => string): Promise<T> => {
    const done = await part
    onProgress(words(done))
    return done
  }
  const parts = await allOrNone({
    extension: said(buildExtension(join(dataDir, 'extension'), addressesOf(ports)), ({ isNew }) =>
      isNew ? 'The extension is built for these addresses' : 'The extension is as it was',
    ),
    googleServer: said(openGoogle(ports.google, dataDir), ({ url }) => `Google Calendar stand-in: ${url}`),
    backend: said(
      startBackend({ port: ports.backend, dataDir: join(dataDir, 'postgres') }),
      ({ url }) => `Postgres with Supabase’s interfaces: ${url}`,
    ),
    crm: said(
      startCrm({ port: ports.crm, supabaseUrl: at(ports.backend), publishableKey }),
      ({ url }) => `Demo CRM: ${url}`,
    ),
  }).catch(async (error: unknown) => {
    await release()
    throw error
  })
  return openStack({ dataDir, ports, release, ...parts, extensionDir: parts.extension.folder })
}

const addressesOf = (ports: Ports) => ({
  WXT_GOOGLE_API: at(ports.google),
  WXT_GOOGLE_ACCOUNTS: at(ports.google),
  WXT_GOOGLE_USERINFO: at(ports.google),
  WXT_GOOGLE_CLIENT_ID: 'local-stand-in.apps.googleusercontent.com',
  WXT_CRM_URL: at(ports.crm),
  WXT_SUPABASE_URL: at(ports.backend),
  WXT_SUPABASE_KEY: publishableKey,
})

type Parts = Pick<Stack, 'dataDir' | 'ports' | 'backend' | 'crm' | 'extensionDir'> & {
  readonly googleServer: GoogleServer
  readonly release: () => Promise<void>
}

/** With the people and events of the last time, else with the demo's. */
async function openGoogle(port: number, dataDir: string): Promise<GoogleServer> {
  const state = await readGoogleState(dataDir)
  const server = await startGoogle({ port, ...(state ? { state } : {}) })
  if (!state) fillCalendars(server.google)
  return server
}

function openStack({ release, googleServer, ...parts }: Parts): Stack {
  const { google, url: googleUrl } = googleServer
  const { backend, crm, dataDir } = parts
  const stopKeeping = keepGoogleState(google, dataDir)
  return {
    ...parts,
    google,
    googleUrl,
    requests: () => ({
      google: google.counters.requests,
      supabase: Object.values(backend.requests('other')).reduce((sum, count) => sum + count, 0),
    }),
    throttleGoogle: (seconds) => google.misbehave.throttle({ seconds, retryAfterSeconds: seconds }),
    slowGoogle: (ms) => google.misbehave.latency(ms),
    async close() {
      await stopKeeping()
      await Promise.all([crm.close(), googleServer.close(), backend.close()])
      await release()
    },
  }
}
