import type { Account, Calendar } from '../../model/account.ts'
import { isSyncError, SyncError } from '../../model/errors.ts'
import type { AccountId, CalendarId } from '../../model/ids.ts'
import { asError, isInForce, pauseAfter } from '../pause.ts'
import type { CalendarPort, PullAnswer } from '../ports.ts'
import { hasCrmNews, isSameWindow, pullCalendar, pullCrm, windowAt } from '../pull.ts'
import type { PlannedCalendar } from '../state.ts'
import type { Pause } from '../store.ts'
import type { SyncOptions, SyncPorts } from '../sync-ports.ts'

export type AccountTrouble = { readonly account: Account; readonly error: SyncError }

export type Pulled = {
  readonly answer: PullAnswer
  readonly hasNews: boolean
  readonly calendars: ReadonlyMap<CalendarId, PlannedCalendar>
  readonly ports: ReadonlyMap<CalendarId, CalendarPort>
  readonly troubles: readonly AccountTrouble[]
  /** A calendar failed just now; not merely that an account still has to wait for what an earlier run met. */
  readonly hasNewTrouble: boolean
}

/** The CRM first, then every calendar of every account to its end. One account's trouble does not stop the others. */
export async function pullAll(ports: SyncPorts, options: SyncOptions): Promise<Pulled> {
  const { store } = ports
  const window = windowAt(ports.now())
  const marks = await store.marks()
  const isNewDay = marks.crm !== null && !isSameWindow(marks.crm.window, window)
  const answer = await pullCrm(ports.crm, store, marks, window)
  if (answer.userId !== options.userId) throw new SyncError('auth-expired', 'the CRM answers for another user')
  const troubles: AccountTrouble[] = []
  let hasNewTrouble = false
  const calendars = new Map<CalendarId, PlannedCalendar>()
  const calendarPorts = new Map<CalendarId, CalendarPort>()
  const settings = settingsOf(answer)
  const isNewSettings = settings !== marks.settings
  let hasNews = hasCrmNews(answer) || isNewSettings
  // A missing right may have been given since: once a day, and when something was set anew, it is tried again.
  if (isNewDay || isNewSettings) {
    const setAside = marks.setAside.filter(({ code }) => code !== 'forbidden')
    await store.setMarks({ settings, setAside, isSettled: false })
  }
  for (const account of answer.accounts.filter(isAtWork)) {
    const pause = marks.pauses[account.id]
    let error = isInForce(pause, ports.now()) ? asError(pause, ports.now()) : null
    for (const calendar of calendarsOf(account, answer)) {
      const port = ports.openCalendar(account, calendar)
      calendarPorts.set(calendar.id, port)
      if (!error) {
        try {
          hasNews = (await pullCalendar(port, store, calendar.id, marks, window)) || hasNews
        } catch (problem) {
          if (!isSyncError(problem)) throw problem
          error = problem
          hasNewTrouble = true
        }
      }
      calendars.set(calendar.id, { calendar, account, projection: port, isPulled: error === null })
    }
    if (error) troubles.push({ account, error })
  }
  return { answer, hasNews, calendars, ports: calendarPorts, troubles, hasNewTrouble }
}

/** What the user chose, in a form that can be compared. */
const settingsOf = ({ accounts, calendars }: PullAnswer) =>
  JSON.stringify([accounts.map((account) => ({ ...account, lastSync: null })), calendars])

const isAtWork = (account: Account) => account.connected && account.state !== 'paused'

/** The primary calendar first: a meeting that stands in several is imported from the first. */
const calendarsOf = (account: Account, answer: PullAnswer): readonly Calendar[] =>
  answer.calendars
    .filter((calendar) => calendar.accountId === account.id && calendar.direction !== 'off')
    .toSorted((a, b) => Number(b.isPrimary) - Number(a.isPrimary))

/** Keeps what accounts must wait for, so that a new worker obeys it too. */
export async function rememberPauses(ports: SyncPorts, troubles: readonly AccountTrouble[]): Promise<void> {
  const now = ports.now()
  const { pauses: known } = await ports.store.marks()
  const pauses: Record<AccountId, Pause> = {}
  for (const [id, pause] of Object.entries(known)) if (isInForce(pause, now)) pauses[id as AccountId] = pause
  for (const { account, error } of troubles) {
    const pause = pauseAfter(error, now)
    if (pause && !pauses[account.id]) pauses[account.id] = pause
  }
  if (Object.keys(known).length + Object.keys(pauses).length > 0) await ports.store.setMarks({ pauses })
}
