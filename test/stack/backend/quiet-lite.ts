let isQuiet = false

/** @supabase/lite 0.10.0 prints every database error with its parameters; the same error is in the HTTP answer. */
export function quietLite(): void {
  if (isQuiet) return
  isQuiet = true
  const print = console.error
  console.error = (...args: unknown[]) => {
    if (!new Error().stack?.includes('/@supabase/lite/')) print(...args)
  }
}
