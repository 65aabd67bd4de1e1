import type { IconName, Tone } from '../../components/icon.tsx'
import { summary } from '../../components/run-words.ts'
import type { Phase, Status } from '../../lib/store/status.ts'
import { list, moment, plural, word } from '../../lib/words.ts'
import { didSomething, problemWords } from './problem-words.ts'

export type ActionName = 'connect' | 'manage' | 'reload' | 'close'
export type Action = { readonly name: ActionName; readonly label: string; readonly isPrimary: boolean }

/** A toast in finished sentences. */
export type ToastView = {
  /** What it tells; it leaves by itself when that is no longer so. */
  readonly about: 'work' | 'run' | 'problem' | 'needs' | 'preview' | 'signed-out' | 'page'
  readonly icon: IconName
  readonly tone: Tone
  readonly title: string
  readonly more: string | null
  readonly progress: { readonly done: number; readonly total: number | null } | null
  readonly actions: readonly Action[]
  /** Only a clean result closes itself. */
  readonly isClean: boolean
  /** Spoken at once: something just failed and needs the person. */
  readonly isAlert: boolean
}

type Run = NonNullable<Status['lastRun']>

const plain = { more: null, progress: null, actions: [], isClean: false, isAlert: false } as const

const action = (name: ActionName, label: string, isPrimary = false): Action => ({ name, label, isPrimary })
const reload = () => action('reload', word('reload'))

export function workingToast(phase: Phase): ToastView {
  const work = { ...plain, about: 'work', icon: 'sync', tone: 'accent' } as const
  if (phase.kind === 'idle' || !phase.total) {
    return { ...work, title: word('st_run'), progress: { done: 0, total: null } }
  }
  const { done, total } = phase
  return { ...work, title: word('st_run_n', done, total), progress: { done, total } }
}

/** What came of the sync that was asked for. `isListOld`: the CRM changed and its page cannot refresh itself. */
export function resultToast(status: Status, hasRun: boolean, isListOld: boolean, isOnline: boolean): ToastView {
  const run = hasRun ? status.lastRun : null
  const problem = run ? run.problem : status.problem
  const didAny = run !== null && didSomething(run.counts)
  if (problem && !didAny) return problemToast(problem, status, isOnline)
  if (run?.status === 'running' || (run?.status === 'failed' && !didAny)) return dyingToast()
  if (run && (problem || run.status === 'partial' || run.status === 'failed' || run.counts.failed > 0)) {
    return partlyToast(run, status, isListOld, isOnline)
  }
  if (status.needsYou > 0) return needsToast(status, isListOld)
  if (status.previewWaits && !didAny) return previewToast()
  if (status.isPaused && !run) return pausedToast()
  return doneToast(status, didAny ? summary(run.counts) : word('r_none'), isListOld)
}

function doneToast(status: Status, title: string, isListOld: boolean): ToastView {
  const done = { ...plain, about: 'run', icon: 'ok', tone: 'ok', title } as const
  if (isListOld) return { ...done, more: word('r_reload'), actions: [reload()] }
  return { ...done, more: status.lastSyncAt && word('st_ok', moment(status.lastSyncAt)), isClean: true }
}

function partlyTitle(counts: Run['counts']): string {
  const { imported, failed } = counts
  if (failed === 0) return summary(counts)
  if (imported > 0 && !didSomething({ ...counts, imported: 0 })) return word('r_partly', imported, failed)
  return list([...(didSomething(counts) ? [summary(counts)] : []), word('lg_left', failed)])
}

/** Some were left out, or one account could not be reached; the others are done. */
function partlyToast(run: Run, status: Status, isListOld: boolean, isOnline: boolean): ToastView {
  const title = partlyTitle(run.counts)
  const why = run.problem && problemWords(run.problem, status, isOnline)
  return {
    ...plain,
    about: 'run',
    icon: 'warning',
    tone: 'warn',
    title,
    more: why?.title ?? (status.needsYou > 0 ? plural('r_needs', status.needsYou) : null),
    actions: [action('manage', why?.action ?? word('show')), ...(isListOld ? [reload()] : [])],
  }
}

export function needsToast(status: Status, isListOld: boolean): ToastView {
  const counts = status.lastRun?.counts
  const needs = plural('r_needs', status.needsYou)
  const isConflict = (counts?.conflicts ?? 0) > 0
  const second = isListOld ? reload() : action('close', word('later'))
  return {
    ...plain,
    about: 'needs',
    icon: isConflict ? 'differs' : 'warning',
    tone: 'warn',
    title: counts && didSomething(counts) ? `${summary(counts)}. ${needs}` : needs,
    more: isListOld ? word('r_reload') : null,
    actions: [action('manage', word(isConflict ? 'choose' : 'look'), true), second],
  }
}

export function problemToast(problem: NonNullable<Status['problem']>, status: Status, isOnline: boolean): ToastView {
  const { icon, tone, title, more, action: label } = problemWords(problem, status, isOnline)
  const actions = label ? [action('manage', label, true)] : []
  return { ...plain, about: 'problem', icon, tone, title, more, actions, isAlert: tone === 'bad' }
}

export function previewToast(): ToastView {
  const words = { title: word('st_preview'), more: word('not_yet') }
  const actions = [action('manage', word('pv_look'), true)]
  return { ...plain, about: 'preview', icon: 'info', tone: 'accent', ...words, actions }
}

function pausedToast(): ToastView {
  const words = { title: word('st_paused_now'), more: word('st_paused_more') }
  return {
    ...plain,
    about: 'problem',
    icon: 'hold',
    tone: 'muted',
    ...words,
    actions: [action('manage', word('resume'))],
  }
}

/** It did not end as it should; what was done stands, the rest follows. */
export function dyingToast(): ToastView {
  return { ...plain, about: 'run', icon: 'clock', tone: 'muted', title: word('r_dying') }
}

export function offHereToast(): ToastView {
  return { ...plain, about: 'page', icon: 'people', tone: 'muted', title: word('pg_off'), more: word('pg_off_why') }
}

/** Made at the start: once the extension was updated under the page no sentence can be looked up. */
export function updatedToast(): ToastView {
  const words = { title: word('t_updated'), more: word('t_updated_more') }
  return { ...plain, about: 'page', icon: 'info', tone: 'accent', ...words, actions: [reload()] }
}

export function signInToast(): ToastView {
  const words = { title: word('signin_ended'), more: null }
  const actions = [action('connect', word('signin_do'), true)]
  return { ...plain, about: 'signed-out', icon: 'plug', tone: 'bad', ...words, actions, isAlert: true }
}

export function setUpToast(): ToastView {
  const actions = [action('connect', word('setup_do'), true)]
  return {
    ...plain,
    about: 'signed-out',
    icon: 'plug',
    tone: 'bad',
    title: word('setup_title'),
    more: word('setup_more'),
    actions,
    isAlert: true,
  }
}
