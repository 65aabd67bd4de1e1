import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'

const root = join(import.meta.dirname, '..')

/** Parts of the extension that are evaluated where nobody asked for them, with their budgets in bytes of gzip. */
const budgets = {
  'background.js': 90_000,
  'content-scripts/appointments.js': 6000,
  'content-scripts/overlay.js': 90_000,
} as const

export type Weight = { readonly file: string; readonly bytes: number; readonly gzip: number; readonly budget: number }

/** Builds the extension as it is shipped, into a directory that is gone afterwards. */
export async function weigh(): Promise<Weight[]> {
  const out = await mkdtemp(join(tmpdir(), 'bench-build-'))
  try {
    await promisify(execFile)(process.execPath, [join(root, 'node_modules/wxt/bin/wxt.mjs'), 'build'], {
      cwd: root,
      env: { ...process.env, WXT_OUT_DIR: out },
    })
    const [build] = await readdir(out)
    if (!build) throw new Error('the build left nothing behind')
    return await Promise.all(
      Object.entries(budgets).map(async ([file, budget]) => {
        const code = await readFile(join(out, build, file))
        return { file, bytes: code.length, gzip: gzipSync(code, { level: 9 }).length, budget }
      }),
    )
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}
