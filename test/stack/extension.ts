import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = ['{entrypoints,components,lib,public}/**/*.*', 'wxt.config.ts', 'extension-id.ts', 'package-lock.json']

/** Where a built extension looks for the outside world; the variables of wxt.config.ts and lib. */
export type BuildAddresses = {
  readonly WXT_GOOGLE_API: string
  readonly WXT_GOOGLE_ACCOUNTS: string
  readonly WXT_GOOGLE_USERINFO: string
  readonly WXT_GOOGLE_CLIENT_ID: string
  readonly WXT_CRM_URL: string
  readonly WXT_SUPABASE_URL: string
  readonly WXT_SUPABASE_KEY: string
}

/**
 * The production build of the extension for Chromium with these addresses, made anew only when sources or addresses
 * changed. Answers the folder to load.
 * @throws Error with the build's own words.
 */
export async function buildExtension(
  outDir: string,
  addresses: BuildAddresses,
): Promise<{ folder: string; isNew: boolean }> {
  const folder = join(outDir, 'chrome-mv3')
  const stamp = join(outDir, 'fingerprint')
  const fingerprint = await fingerprintOf(addresses)
  const last = existsSync(join(folder, 'manifest.json')) ? await readFile(stamp, 'utf8').catch(() => '') : ''
  if (last === fingerprint) return { folder, isNew: false }
  await mkdir(outDir, { recursive: true })
  await build({ ...addresses, WXT_OUT_DIR: outDir })
  await writeFile(stamp, fingerprint)
  return { folder, isNew: true }
}

async function fingerprintOf(addresses: BuildAddresses): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(addresses))
  const files: string[] = []
  for await (const entry of glob(sources, { cwd: root, withFileTypes: true })) {
    if (entry.isFile()) files.push(join(entry.parentPath, entry.name))
  }
  for (const file of files.sort()) hash.update(file.slice(root.length)).update(await readFile(file))
  return hash.digest('hex')
}

function build(env: Record<string, string>): Promise<void> {
  const wxt = join(root, 'node_modules/wxt/bin/wxt.mjs')
  // A test runner's NODE_ENV would make another extension of it than the one people get.
  const production = { ...process.env, ...env, NODE_ENV: 'production' }
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [wxt, 'build'], { cwd: root, env: production })
    let output = ''
    const keep = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`The extension could not be built:\n${output.slice(-2000)}`)),
    )
  })
}
