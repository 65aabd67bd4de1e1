/** Before the work is done, or after it and before the answer goes out. */
export type Moment = 'before' | 'after'

/** One request stopped on its way, as a slow network does it, until somebody lets it go. */
export type Hold = {
  /** Settles when the request has come to that place. */
  readonly reached: Promise<void>
  /** It goes on as if nothing had been. */
  release(): void
  /** The connection is cut: what was not done by then is never done. */
  cut(): void
}

/** The stand-in's end of a hold. */
export type Gate = {
  readonly moment: Moment
  /** Waits here. */
  stop(): Promise<'go' | 'cut'>
  readonly hold: Hold
}

export function createGate(moment: Moment): Gate {
  const reached = Promise.withResolvers<void>()
  const way = Promise.withResolvers<'go' | 'cut'>()
  return {
    moment,
    stop() {
      reached.resolve()
      return way.promise
    },
    hold: { reached: reached.promise, release: () => way.resolve('go'), cut: () => way.resolve('cut') },
  }
}

/** Waits where the gate stands at this moment; answers whether the connection is to be cut. */
export const isCutAt = async (gate: Gate | null, moment: Moment) =>
  gate?.moment === moment && (await gate.stop()) === 'cut'
