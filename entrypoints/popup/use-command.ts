import { useCallback, useState } from 'react'
import { type CommandData, type CommandName, type FailReason, send } from '../../lib/messages.ts'

export type RunCommand = <Name extends CommandName>(
  name: Name,
  data: CommandData<Name>,
  what?: string,
) => Promise<boolean>

/** What these began, the next sync ends. */
const syncs: readonly CommandName[] = ['syncNow', 'startFirstSync', 'releaseHeld', 'dropHeld', 'resolveConflict']

/** Sends one command at a time, and remembers which is on its way and why the last one failed. */
export function useCommand() {
  const [busy, setBusy] = useState<string | null>(null)
  const [failure, setFailure] = useState<FailReason | null>(null)

  /** True when it was done. `what` tells apart two buttons that send the same command. */
  const run: RunCommand = useCallback(async (name, data, what = name) => {
    setBusy(what)
    setFailure(null)
    const reason = await outcome(name, send(name, data))
    setBusy(null)
    setFailure(reason)
    return reason === null
  }, [])
  const forget = useCallback(() => setFailure(null), [])
  return { run, busy, failure, forget }
}

/** @returns null when it was done; a background that does not live to answer counts as failed */
async function outcome(name: CommandName, reply: ReturnType<typeof send>): Promise<FailReason | null> {
  try {
    const answer = await reply
    return answer?.kind === 'failed' ? answer.reason : answer ? null : 'unexpected'
  } catch {
    return syncs.includes(name) ? 'died' : 'unexpected'
  }
}
