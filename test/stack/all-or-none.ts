type Started<Parts> = { readonly [Name in keyof Parts]: Awaited<Parts[Name]> }

/**
 * Waits for parts that start side by side.
 * @throws the first failure, after the parts that did start were closed.
 */
export async function allOrNone<Parts extends Record<string, Promise<object>>>(parts: Parts): Promise<Started<Parts>> {
  const outcomes = await Promise.allSettled(Object.values(parts))
  const started = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value)
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) {
    for (const part of started) if ('close' in part && typeof part.close === 'function') await part.close()
    throw failed.reason
  }
  return Object.fromEntries(Object.keys(parts).map((name, index) => [name, started[index]])) as Started<Parts>
}
