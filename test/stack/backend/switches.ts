import * as v from 'valibot'
import { createGate, type Gate, type Hold, type Moment } from '../hold.ts'

const times = v.pipe(v.number(), v.integer(), v.minValue(0))

/** Bad days on command. A `path` limits a switch to requests whose path contains it. */
export const switchesSchema = v.partial(
  v.strictObject({
    /** Every connection is cut before anything happens. */
    offline: v.boolean(),
    /** The next requests are answered with this status and nothing is done. */
    fail: v.object({
      times,
      status: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)),
      path: v.optional(v.string(), ''),
      retryAfterSeconds: v.optional(v.number()),
    }),
    /** The next requests are carried out, then the connection is cut without an answer. */
    drop: v.object({ times, path: v.optional(v.string(), '') }),
    /** Milliseconds added before each request is carried out. */
    latency: v.pipe(v.number(), v.minValue(0)),
  }),
)

export type SwitchesInput = v.InferInput<typeof switchesSchema>
type SwitchState = Required<v.InferOutput<typeof switchesSchema>>

/** What is to happen to one request. */
export type Fate =
  | { readonly kind: 'serve'; readonly latency: number; readonly isDropped: boolean; readonly gate: Gate | null }
  | { readonly kind: 'cut' }
  | { readonly kind: 'fail'; readonly status: number; readonly retryAfterSeconds: number | undefined }

export type Switches = {
  readonly set: (input: SwitchesInput) => void
  readonly get: () => SwitchState
  readonly reset: () => void
  readonly offline: (isOffline: boolean) => void
  readonly fail: (times: number, status: number, path?: string) => void
  readonly drop: (times: number, path?: string) => void
  readonly latency: (milliseconds: number) => void
  /** Stops the next request whose path contains this. */
  readonly hold: (moment: Moment, path: string) => Hold
  readonly next: (path: string) => Fate
}

const calm = (): SwitchState => ({
  offline: false,
  fail: { times: 0, status: 503, path: '' },
  drop: { times: 0, path: '' },
  latency: 0,
})

function consume(counter: { times: number; path: string }, path: string): boolean {
  if (counter.times === 0 || !path.includes(counter.path)) return false
  counter.times -= 1
  return true
}

export function createSwitches(): Switches {
  let state = calm()
  let gates: { readonly gate: Gate; readonly path: string; isTaken: boolean }[] = []
  const takeGate = (path: string): Gate | null => {
    const found = gates.find((each) => !each.isTaken && path.includes(each.path))
    if (found) found.isTaken = true
    return found?.gate ?? null
  }
  const set = (input: SwitchesInput) => {
    state = { ...state, ...v.parse(switchesSchema, input) }
  }
  return {
    set,
    get: () => state,
    reset: () => {
      state = calm()
      for (const { gate } of gates) gate.hold.cut()
      gates = []
    },
    offline: (offline) => set({ offline }),
    fail: (times, status, path = '') => set({ fail: { times, status, path } }),
    drop: (times, path = '') => set({ drop: { times, path } }),
    latency: (latency) => set({ latency }),
    hold(moment, path) {
      const gate = createGate(moment)
      gates.push({ gate, path, isTaken: false })
      return gate.hold
    },
    next(path) {
      if (state.offline) return { kind: 'cut' }
      if (consume(state.fail, path)) {
        return { kind: 'fail', status: state.fail.status, retryAfterSeconds: state.fail.retryAfterSeconds }
      }
      return {
        kind: 'serve',
        latency: state.latency,
        isDropped: consume(state.drop, path),
        gate: takeGate(path),
      }
    },
  }
}
