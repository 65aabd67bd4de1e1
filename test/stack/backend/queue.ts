export type Queue = <T>(task: () => Promise<T>) => Promise<T>

/**
 * Runs tasks one after another. PGlite is a single Postgres session and @supabase/lite 0.10.0 sends BEGIN, SET LOCAL
 * ROLE and the statement as separate queries without a lock: two requests at once would share one transaction and role.
 */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const result = last.then(task)
    last = result.catch(() => undefined)
    return result
  }
}
