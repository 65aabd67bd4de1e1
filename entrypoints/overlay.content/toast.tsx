import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { BrandMark } from '../../components/brand-mark.tsx'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { Progress } from '../../components/progress.tsx'
import type { ActionName, ToastView } from './toast-view.ts'

const cleanStaysMs = 6000

type ToastProps = {
  readonly view: ToastView
  readonly name: string
  readonly closeLabel: string
  readonly onAction: (name: ActionName) => void
}

/** One at a time, at the bottom centre, above everything the CRM draws; never takes the focus. */
export function Toast({ view, name, closeLabel, onAction }: ToastProps) {
  const toast = useRef<HTMLElement>(null)
  const [isHeld, setHeld] = useState(false)
  useLayoutEffect(() => toast.current?.showPopover(), [])
  const onEscape = useEffectEvent(() => onAction('close'))
  useEffect(() => holdWhile(toast.current, setHeld), [])
  useEffect(() => closeByEscape(toast.current, () => onEscape()), [])
  useCleanEnd(view, isHeld, onAction)
  const { icon, tone, title, more, progress, actions } = view
  return (
    <section ref={toast} className="ui toast" aria-label={name} popover="manual">
      <BrandMark isSmall />
      <div className="msg">
        <div className="lead">
          <Icon name={icon} tone={tone} isSpinning={progress !== null} />
          <b>
            <bdi>{title}</bdi>
          </b>
        </div>
        {more && (
          <div>
            <bdi>{more}</bdi>
          </div>
        )}
      </div>
      <Button look="icon" icon="close" aria-label={closeLabel} onClick={() => onAction('close')} />
      {progress && <Progress label={name} {...progress} text={title} />}
      {actions.length > 0 && (
        <div className="acts">
          {actions.map(({ name: action, label, isPrimary }) => (
            <Button
              key={action}
              look={isPrimary ? 'primary' : 'plain'}
              {...(action === 'reload' ? { icon: 'sync' as const } : {})}
              onClick={() => onAction(action)}
            >
              <bdi>{label}</bdi>
            </Button>
          ))}
        </div>
      )}
    </section>
  )
}

/** Whoever points at the toast, or is in it with the keyboard, is still reading. */
function holdWhile(toast: HTMLElement | null, setHeld: (isHeld: boolean) => void) {
  const here = new AbortController()
  for (const type of ['pointerenter', 'focusin']) toast?.addEventListener(type, () => setHeld(true), here)
  for (const type of ['pointerleave', 'focusout']) toast?.addEventListener(type, () => setHeld(false), here)
  return () => here.abort()
}

function closeByEscape(toast: HTMLElement | null, close: () => void) {
  const here = new AbortController()
  toast?.addEventListener('keydown', ({ key }) => key === 'Escape' && close(), here)
  return () => here.abort()
}

/** Closes a clean result after its time, unless a dialog of the CRM covers it just then. */
function useCleanEnd({ isClean }: ToastView, isHeld: boolean, onAction: ToastProps['onAction']): void {
  const end = useEffectEvent(() => {
    if (!document.querySelector(':modal')) onAction('close')
  })
  useEffect(() => {
    if (!isClean || isHeld) return undefined
    const timer = setInterval(end, cleanStaysMs)
    return () => clearInterval(timer)
  }, [isClean, isHeld])
}
