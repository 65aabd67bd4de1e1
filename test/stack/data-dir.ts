import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/**
 * Takes a folder for the stack's data: two of them on the same Postgres files would ruin these. Answers how to give it
 * back.
 * @throws Error when another process has it.
 */
export async function takeDataDir(
  folder: string,
  isFresh: boolean,
): Promise<{ path: string; release: () => Promise<void> }> {
  const path = resolve(folder)
  const lock = join(path, 'process')
  const holder = Number(await readFile(lock, 'utf8').catch(() => ''))
  if (holder && holder !== process.pid && isAlive(holder)) {
    throw new Error(
      `The demo already runs (process ${holder}, data in ${path}). Stop that one first: Ctrl-C in its terminal.`,
    )
  }
  if (isFresh) await rm(path, { recursive: true, force: true })
  await mkdir(path, { recursive: true })
  await writeFile(lock, String(process.pid))
  return { path, release: () => rm(lock, { force: true }) }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
