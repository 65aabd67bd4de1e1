import type { ErrorCode } from '../model/errors.ts'
import type { MirroredEvent } from '../model/event.ts'
import type { CalendarId, EventKey, MappingId, RunId } from '../model/ids.ts'
import { type Counts, noCounts } from '../model/run.ts'
import type { ExecuteContext, Executed } from './execute/context.ts'
import { addCounts } from './execute/counts.ts'
import { executePlan, opensTheWay } from './execute.ts'
import { reportOf, type SyncReport } from './report.ts'
import { closeRun } from './round/close-run.ts'
import { type Planned, planRound } from './round/plan-round.ts'
import { pullAll, rememberPauses } from './round/pull-all.ts'
import type { SyncState } from './state.ts'
import type { SetAside } from './store.ts'
import type { SyncOptions, SyncPorts } from './sync-ports.ts'

const maxRounds = 4
/** Refusals older than this many are forgotten: they are tried once more. */
const maxSetAside = 1000

/**
 * One sync of everything the user connected: pull the CRM, pull all calendars, plan, execute; again where the world
 * moved on meanwhile. Nothing is resumed from an earlier run: what it left half done is planned anew from reality.
 * @throws SyncError when the CRM cannot be reached or refuses the user; nothing is lost then
 */
export async function syncAll(ports: SyncPorts, options: SyncOptions): Promise<SyncReport> {
  const runId = ports.newRunId()
  const startedMs = ports.monotonicMs()
  const isOutOfTime = () => ports.monotonicMs() - startedMs > options.budgetMs
  const looked = new Map<EventKey, MirroredEvent | null>()
  const setAside: SetAside[] = []
  let counts: Counts = noCounts
  const refused = new Map<string, number>()
  let changedInCrm = 0
  let told: Executed['told'] = null
  for (let round = 1; ; round += 1) {
    const pulled = await pullAll(ports, options)
    const planned = await planRound(ports, pulled, looked, { isForced: options.isPreview ?? false, isOutOfTime })
    const end = async (executed: Executed | null, isCutShort: boolean) => {
      const report = reportOf({ runId, pulled, planned, executed, counts, changedInCrm, setAside, isCutShort })
      await rememberPauses(ports, report.troubles)
      const fence = executed?.fence ?? pulled.answer.fence
      const isToLog = told !== null || (pulled.hasNewTrouble && !options.isPreview)
      if (isToLog) await closeRun(ports, options, { run: told, fence }, report)
      return report
    }
    if (!planned || options.isPreview) return end(null, false)
    if (!hasWork(planned)) {
      const { first, looks } = planned.plan
      const isSettled = pulled.troubles.length + planned.troubles.length + looks.length === 0 && first === null
      const isHeeded = await forgetDecisions(ports, planned)
      await ports.store.setMarks({ isSettled: isSettled && isHeeded })
      return end(null, false)
    }
    await ports.store.setMarks({ isSettled: false })
    const troubles = [...pulled.troubles, ...planned.troubles].map(({ error }) => error)
    const errorsBefore = [...troubles, ...setAside].map(({ code }) => code)
    const hasTrouble = troubles.length > 0
    const before = { countsBefore: counts, errorsBefore, hasTrouble }
    const context = contextOf(ports, options, { ...before, runId, state: planned.state, isOutOfTime })
    const executed = await executePlan(
      { ...context, device: (await ports.store.marks()).device },
      planned.plan,
      pulled.answer.fence,
    )
    counts = addCounts(counts, executed.counts)
    changedInCrm += executed.changedInCrm
    told = executed.told ?? told
    setAside.push(...executed.setAside, ...stubborn(refused, executed))
    await remember(ports, planned, executed, setAside)
    for (const [key, event] of executed.looked) looked.set(key, event)
    const wantsMore = executed.isStale || opensTheWay(planned.plan)
    const canGoOn = executed.heldUntil === null && executed.stopped.size === 0 && !executed.isUnfinished
    if (!wantsMore || !canGoOn || round >= maxRounds || isOutOfTime()) {
      return end(executed, wantsMore && canGoOn)
    }
  }
}

/** Something to write, or a yes to a first sync that turned out to need nothing. */
function hasWork({ plan, state }: Planned): boolean {
  if (plan.operations.length > 0) return true
  const asking = new Set(plan.first?.planned.map(({ calendarId }) => calendarId))
  return [...(state.consent?.calendars ?? [])].some((id) => {
    const planned = state.calendars.get(id)
    return planned?.isPulled && planned.calendar.consentedAt === null && !asking.has(id)
  })
}

async function remember(
  ports: SyncPorts,
  planned: Planned,
  executed: Executed,
  setAside: readonly SetAside[],
): Promise<void> {
  const marks = await ports.store.marks()
  await ports.store.setMarks({ setAside: latestOf([...marks.setAside, ...setAside]) })
  const isDone = !executed.isStale && !executed.isUnfinished && executed.stopped.size === 0
  if (isDone) await forgetDecisions(ports, planned)
}

/**
 * Forgets what a person decided about held things once a plan has heeded it. What they decided while the run was under
 * way, or while one of the calendars could not be read, counts for the next plan.
 * @returns whether every decision was heeded
 */
async function forgetDecisions(ports: SyncPorts, { state }: Planned): Promise<boolean> {
  const { released, kept } = await ports.store.marks()
  const isReadable = [...state.calendars.values()].every(({ isPulled }) => isPulled)
  const left = (now: readonly MappingId[], seen: ReadonlySet<MappingId>) =>
    isReadable ? now.filter((id) => !seen.has(id)) : now
  const next = { released: left(released, state.held.released), kept: left(kept, state.held.kept) }
  if (released.length + kept.length > 0) await ports.store.setMarks(next)
  return next.released.length + next.kept.length === 0
}

/** Refused as often as this in one run, each time planned on what was just pulled, it is not the world that moves. */
const maxRefusals = 3

function stubborn(counts: Map<string, number>, { refusedKeys }: Executed): readonly SetAside[] {
  for (const key of refusedKeys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return refusedKeys.filter((key) => counts.get(key) === maxRefusals).map((key) => ({ key, code: 'rejected' }))
}

const latestOf = (all: readonly SetAside[]) =>
  [...new Map(all.map((each) => [each.key, each])).values()].slice(-maxSetAside)

type RunParts = {
  readonly runId: RunId
  readonly countsBefore: Counts
  readonly errorsBefore: readonly ErrorCode[]
  readonly hasTrouble: boolean
  readonly state: SyncState
  readonly isOutOfTime: () => boolean
}

function contextOf(ports: SyncPorts, options: SyncOptions, parts: RunParts): Omit<ExecuteContext, 'device'> {
  return {
    ...parts,
    crm: ports.crm,
    portOf: (id: CalendarId) => {
      const planned = parts.state.calendars.get(id)
      if (!planned) throw new Error('planned for a calendar that is not connected')
      return ports.openCalendar(planned.account, planned.calendar)
    },
    trigger: options.trigger,
    newMappingId: ports.newMappingId,
    pause: ports.pause,
    monotonicMs: ports.monotonicMs,
    onProgress: ports.onProgress,
  }
}
