import { AppHeader } from '../../components/app-header.tsx'
import { panelId, Tabs, tabId } from '../../components/tabs.tsx'
import { word } from '../../lib/words.ts'
import { Activity } from './activity.tsx'
import { type Navigation, useScroller } from './navigation.ts'
import { OverviewPanel } from './overview-panel.tsx'
import { place } from './place.ts'
import type { PopupState } from './popup-state.ts'

type MainProps = {
  readonly state: PopupState
  readonly nav: Navigation
  readonly notice: string | null
  readonly chosen: 'overview' | 'activity'
  readonly onOptions: () => void
}

/** The views behind the tabs. */
export function Main({ state, nav, notice, chosen, onOptions }: MainProps) {
  const scroller = useScroller()
  const tabs = [
    { id: 'overview', label: word('tab_overview') },
    { id: 'activity', label: word('tab_activity') },
  ] as const
  return (
    <>
      <AppHeader place={place(state.overview)} isHeading onOptions={onOptions} />
      <main className="main">
        <Tabs tabs={tabs} chosen={chosen} onChoose={(kind) => nav.go({ kind })} />
        <div ref={scroller} className="bodyscroll" role="tabpanel" id={panelId} aria-labelledby={tabId(chosen)}>
          {chosen === 'overview' ? (
            <OverviewPanel state={state} nav={nav} notice={notice} />
          ) : (
            <Activity state={state} />
          )}
        </div>
      </main>
    </>
  )
}
