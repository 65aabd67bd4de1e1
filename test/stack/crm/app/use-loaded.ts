import { useCallback, useEffect, useState } from 'react'
import { explain } from './data.ts'

type Answer<T> = PromiseLike<
  { data: T; error: null } | { data: null; error: { readonly code: string; readonly message: string } }
>

export type Loaded<T> = {
  /** The last answer; stays while it is read anew. null before the first. */
  readonly value: T | null
  readonly problem: string
  /** Rises with every answer. */
  readonly version: number
  readonly reload: () => void
}

/** Reads from the Data API now, and again on `reload`. `ask` must be stable: a module function or a callback. */
export function useLoaded<T>(ask: () => Answer<T>): Loaded<T> {
  const [state, setState] = useState<Omit<Loaded<T>, 'reload'>>({
    value: null,
    problem: '',
    version: 0,
  })
  const [turn, setTurn] = useState(0)
  const reload = useCallback(() => setTurn((turn) => turn + 1), [])

  // oxlint-disable-next-line react/exhaustive-deps -- `turn` asks again for the same thing
  useEffect(() => {
    let isCurrent = true
    const settle = (change: Partial<Loaded<T>>) => {
      if (isCurrent) setState((state) => ({ ...state, problem: '', ...change, version: state.version + 1 }))
    }
    ask().then(
      ({ data, error }) => settle(error ? { problem: explain(error) } : { value: data }),
      (error: unknown) => settle({ problem: explain({ code: '', message: String(error) }) }),
    )
    return () => {
      isCurrent = false
    }
  }, [ask, turn])

  return { ...state, reload }
}
