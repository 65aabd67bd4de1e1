import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Google, GoogleState } from './google/google.ts'

const everyMs = 3_000

/** What the stand-in knew when it was last kept in this folder; null in a new one. */
export async function readGoogleState(dataDir: string): Promise<GoogleState | null> {
  try {
    return JSON.parse(await readFile(fileIn(dataDir), 'utf8')) as GoogleState
  } catch {
    return null
  }
}

/** Keeps the stand-in's people, events and grants in the folder every few seconds; answers how to end with a last time. */
export function keepGoogleState(google: Pick<Google, 'dump'>, dataDir: string): () => Promise<void> {
  let kept = ''
  const keep = async () => {
    const state = JSON.stringify(google.dump())
    if (state === kept) return
    kept = state
    // Renamed into place, so that a crash leaves the older state instead of half a one.
    await writeFile(`${fileIn(dataDir)}.new`, state)
    await rename(`${fileIn(dataDir)}.new`, fileIn(dataDir))
  }
  let last = Promise.resolve()
  const timer = setInterval(() => {
    last = last.then(keep).catch(() => undefined)
  }, everyMs)
  return async () => {
    clearInterval(timer)
    await last
    await keep()
  }
}

const fileIn = (dataDir: string) => join(dataDir, 'google.json')
