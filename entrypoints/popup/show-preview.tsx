import { useEffect, useRef } from 'react'
import { Banner } from '../../components/banner.tsx'
import { Button } from '../../components/button.tsx'
import { DialogView } from '../../components/dialog-view.tsx'
import { failureWords } from '../../components/failure-words.ts'
import { Preview } from '../../components/preview.tsx'
import { Progress } from '../../components/progress.tsx'
import { statusOf } from '../../components/status-of.ts'
import { statusWords } from '../../components/status-words.ts'
import { providerName, word } from '../../lib/words.ts'
import type { Navigation } from './navigation.ts'
import type { PopupState } from './popup-state.ts'
import { useCommand } from './use-command.ts'

/** The preview, or the wait for it; asks for one where none is stored. */
export function ShowPreview({ state, nav }: { readonly state: PopupState; readonly nav: Navigation }) {
  const { run, busy, failure } = useCommand()
  const { overview, accounts } = state
  const { preview, phase, problem } = overview
  const unseen = accounts.find(({ isConsented }) => !isConsented)
  const isStarted = busy === 'startFirstSync' && phase.kind === 'syncing'
  const isOver = isStarted || (preview === null && !unseen)
  const wasAsked = useRef(preview !== null)

  useEffect(() => {
    if (wasAsked.current) return
    wasAsked.current = true
    void run('previewSync', {})
  }, [run])
  const { done } = nav
  const isLeaving = useRef(false)
  useEffect(() => {
    if (!isOver || isLeaving.current) return
    isLeaving.current = true
    done()
  }, [isOver, done])

  const failed = failure && failureWords(failure)
  if (preview) {
    const start = async (link: readonly string[]) => {
      if (await run('startFirstSync', { link: [...link] })) {
        nav.change({ apart: [] })
        done()
      }
    }
    return (
      <Preview
        preview={preview}
        apart={nav.kept.apart}
        isBusy={busy === 'startFirstSync'}
        failure={failed}
        onApart={(apart) => nav.change({ apart })}
        onStart={(link) => void start(link)}
        onLater={() => done()}
      />
    )
  }
  const provider = providerName[unseen?.provider ?? 'google']
  const trouble = problem ? statusWords(statusOf(state), overview) : null
  const isWaiting = busy === 'previewSync' || phase.kind === 'syncing'
  return (
    <DialogView
      title={isWaiting ? word('pv_loading', provider) : word('pv_title', provider)}
      onClose={() => done()}
      footer={
        <>
          <span className="note line">{word('pv_none')}</span>
          <Button isLarge onClick={() => done()}>
            {word('not_now')}
          </Button>
          {!isWaiting && (
            <Button look="primary" isLarge onClick={() => void run('previewSync', {})}>
              {word('connect_again')}
            </Button>
          )}
        </>
      }
    >
      {isWaiting && (
        <Progress label={word('pv_loading', provider)} total={null} done={0} text={word('pv_loading', provider)} />
      )}
      {!isWaiting && (failed || trouble) && (
        <Banner tone="bad" isAlert>
          {trouble ? `${trouble.line}. ${trouble.more}` : failed}
        </Banner>
      )}
    </DialogView>
  )
}
