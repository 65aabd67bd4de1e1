import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'

const names = ['backend', 'google', 'crm', 'desk'] as const
export type Ports = Record<(typeof names)[number], number>

/**
 * Free ports of 127.0.0.1, the same ones as last time where they are still free: the extension is built for these
 * addresses, and sessions and OAuth redirects hang on them.
 */
export async function choosePorts(dataDir: string, wished: Partial<Ports> = {}): Promise<Ports> {
  const file = join(dataDir, 'ports.json')
  const remembered = await readPorts(file)
  const ports = { backend: 0, google: 0, crm: 0, desk: 0 }
  for (const name of names) {
    const before = wished[name] ?? remembered[name]
    ports[name] = before && (await isFree(before)) ? before : await anyFreePort(Object.values(ports))
  }
  await mkdir(dataDir, { recursive: true })
  await writeFile(file, JSON.stringify(ports))
  return ports
}

async function readPorts(file: string): Promise<Partial<Ports>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Partial<Ports>
  } catch {
    return {}
  }
}

async function anyFreePort(taken: readonly number[]): Promise<number> {
  for (;;) {
    const port = await listenOnce(0)
    if (port !== null && !taken.includes(port)) return port
  }
}

const isFree = async (port: number) => (await listenOnce(port)) !== null

/** The port that was listened on for a moment; null where it is in use. */
function listenOnce(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null))
    })
  })
}
