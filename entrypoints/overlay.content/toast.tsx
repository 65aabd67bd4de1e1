import { useEffect, useLayoutEffect, useRef, useState } from 'react'
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
  useCleanEnd(view, isHeld, () => onAction('close'))
  const { icon, tone, title, more, progress, actions } = view
  return (
    <section
      ref={toast}
      className="ui toast"
      aria-label={name}
      popover="manual"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <BrandMark isSmall />
      <div className="msg">
        <div className="lead">
          <Icon name={icon} tone={tone} isSpinning={progress !== null} />
          <b>{title}</b>
        </div>
        {more && <div>{more}</div>}
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
              {label}
            </Button>
          ))}
        </div>
      )}
    </section>
  )
}

/** Closes a clean result after its time; pointer and focus hold it, and so does a dialog of the CRM that covers it. */
function useCleanEnd(view: ToastView, isHeld: boolean, onEnd: () => void): void {
  const end = useRef(onEnd)
  end.current = onEnd
  useEffect(() => {
    if (!view.isClean || isHeld) return undefined
    const timer = setInterval(() => {
      if (!document.querySelector(':modal')) end.current()
    }, cleanStaysMs)
    return () => clearInterval(timer)
  }, [view, isHeld])
}
