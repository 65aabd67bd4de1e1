import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const cacheFolder = path('../../../node_modules/.cache/crm-calendar-sync/crm')

async function fingerprint(): Promise<string> {
  const app = path('./app')
  const sources = (await readdir(app, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const hash = createHash('sha256')
  for (const file of [...sources, path('./build-crm.ts'), path('../../../package.json')]) {
    hash.update(file.slice(app.length)).update(await readFile(file))
  }
  return hash.digest('hex').slice(0, 16)
}

/** The folder with the built app; built only where its sources changed. */
export async function builtApp(): Promise<string> {
  const folder = join(cacheFolder, await fingerprint())
  if (existsSync(folder)) return folder
  await mkdir(cacheFolder, { recursive: true })
  for (const old of await readdir(cacheFolder)) {
    if (!old.endsWith('.partial')) await rm(join(cacheFolder, old), { recursive: true, force: true })
  }
  // Renamed into place when it is complete: several processes may build at once, and a build may be interrupted.
  const partial = `${folder}.${randomUUID()}.partial`
  await promisify(execFile)(process.execPath, [path('./build-crm.ts'), partial])
  await rename(partial, folder).catch(async (error: unknown) => {
    if (!existsSync(folder)) throw error
    await rm(partial, { recursive: true })
  })
  return folder
}
