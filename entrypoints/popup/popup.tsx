import { useEffect, useEffectEvent, useState } from 'react'
import { AppHeader } from '../../components/app-header.tsx'
import { Live } from '../../components/live.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import type { Database } from '../../lib/store/db.ts'
import { word } from '../../lib/words.ts'
import { AccountDetails } from './account-details.tsx'
import { ChooseCalendars } from './choose-calendars.tsx'
import { ConfirmDisconnect } from './confirm-disconnect.tsx'
import { Connect } from './connect.tsx'
import { DecideConflict } from './decide-conflict.tsx'
import { DecideHeld } from './decide-held.tsx'
import { type Kept, useKept, type View } from './kept.ts'
import { Main } from './main-views.tsx'
import { type Navigation, useEscape, useViewFocus } from './navigation.ts'
import { aroundOf, type PopupState, usePopupState } from './popup-state.ts'
import { ShowPreview } from './show-preview.tsx'
import { SetUp, SignIn } from './signed-out.tsx'
import { spokenStatus } from './spoken-status.ts'

const openOptions = () => void chrome.runtime.openOptionsPage()
const keyOf = (view: View) => ('id' in view ? `${view.kind} ${view.id}` : view.kind)

/** The whole popup: it shows what is stored, sends what is pressed, and holds no truth of its own. */
export function Popup({ db, initial }: { readonly db: Database; readonly initial: Kept }) {
  const state = usePopupState(db)
  const [kept, change] = useKept(initial)
  const [notice, setNotice] = useState<string | null>(null)
  const gate =
    state === null ? 'loading' : state.overview.crmHost === null ? 'set-up' : state.overview.user ? 'in' : 'out'
  const remember = useViewFocus(`${gate} ${keyOf(kept.view)}`)

  function go(view: View) {
    remember()
    setNotice(null)
    change({ view })
  }
  const done = (text?: string) => {
    go({ kind: 'overview' })
    setNotice(text ?? null)
  }
  useConnectSteps(state, go)
  useHash(go)

  const nav: Navigation = { kept, change, go, done }
  const spoken = state && gate === 'in' ? spokenStatus(state) : null
  const isDetails = gate === 'in' && !['overview', 'activity'].includes(kept.view.kind)
  useEscape(isDetails, () => leave(kept.view, nav))
  return (
    <div className="ui popup">
      {state === null || gate !== 'in' ? (
        <>
          <AppHeader
            place={gate === 'loading' ? word('st_loading') : word('head_out')}
            isHeading={gate === 'loading'}
            onOptions={openOptions}
          />
          <hr className="rule" />
          <main className="bodyscroll">
            {state === null && (
              <div className="sec">
                <Skeleton lines={4} />
              </div>
            )}
            {gate === 'set-up' && <SetUp onOptions={openOptions} />}
            {state && gate === 'out' && <SignIn overview={state.overview} nav={nav} onOptions={openOptions} />}
          </main>
        </>
      ) : (
        <SignedIn state={state} nav={nav} notice={notice} />
      )}
      <Live spoken={notice === null ? spoken : { text: notice, isStep: false }} />
    </div>
  )
}

type SignedInProps = {
  readonly state: PopupState
  readonly nav: Navigation
  readonly notice: string | null
}

function SignedIn({ state, nav, notice }: SignedInProps) {
  const { view } = nav.kept
  switch (view.kind) {
    case 'overview':
    case 'activity':
      return <Main state={state} nav={nav} notice={notice} chosen={view.kind} onOptions={openOptions} />
    case 'connect':
      return <Connect overview={state.overview} nav={nav} />
    case 'calendars':
      return <ChooseCalendars account={state.accounts.find(({ id }) => id === view.id)} nav={nav} />
    case 'preview':
      return <ShowPreview state={state} nav={nav} />
    case 'account':
      return (
        <AccountDetails account={state.accounts.find(({ id }) => id === view.id)} around={aroundOf(state)} nav={nav} />
      )
    case 'disconnect':
      return <ConfirmDisconnect account={state.accounts.find(({ id }) => id === view.id)} nav={nav} />
    case 'held':
      return <DecideHeld need={state.needs.find(({ id }) => id === view.id)} nav={nav} />
    case 'conflict':
      return <DecideConflict need={state.needs.find(({ id }) => id === view.id)} nav={nav} />
  }
}

/** Closing anything means: decide later. */
function leave(view: View, { go }: Navigation) {
  go(view.kind === 'disconnect' ? { kind: 'account', id: view.id } : { kind: 'overview' })
}

/** Connecting goes on in the provider's window and in the worker; each step there brings its view here. */
function useConnectSteps(state: PopupState | null, go: (view: View) => void) {
  const connect = state?.overview.connect
  const step = connect?.kind === 'choose' ? `choose ${connect.accountId}` : connect?.kind
  const goTo = useEffectEvent(go)
  useEffect(() => {
    if (step === 'waiting' || step === 'failed' || step === 'organization') goTo({ kind: 'connect' })
    else if (step?.startsWith('choose ')) goTo({ kind: 'calendars', id: step.slice('choose '.length) })
  }, [step])
}

/** The background brings an open window to another view by its address. */
function useHash(go: (view: View) => void) {
  const goTo = useEffectEvent(go)
  useEffect(() => {
    const onHash = () => goTo({ kind: location.hash === '#connect' ? 'connect' : 'overview' })
    window.addEventListener('hashchange', onHash)
    return () => window.removeEventListener('hashchange', onHash)
  }, [])
}
