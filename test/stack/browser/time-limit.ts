/**
 * Nothing in a browser may be waited for without an end: a call into a stopped service worker, for one, never settles.
 * @throws Error that names what was waited for and how long.
 */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: no end after ${ms / 1000} s`)), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/**
 * Asks again and again until the answer is neither null, undefined nor false. A check that throws counts as "not yet".
 * @throws Error with the last reason why not.
 */
export async function eventually<T>(
  what: string,
  check: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  { ms = 15_000, every = 150 }: { readonly ms?: number; readonly every?: number } = {},
): Promise<T> {
  const end = Date.now() + ms
  let why = ''
  for (;;) {
    try {
      const answer = await within(Math.max(end - Date.now(), 1), what, Promise.resolve(check()))
      if (answer !== null && answer !== undefined && answer !== false) return answer
    } catch (error) {
      why = ` (${error instanceof Error ? error.message : String(error)})`
    }
    if (Date.now() >= end) throw new Error(`${what}: not so after ${ms / 1000} s${why}`)
    await pause(every)
  }
}
