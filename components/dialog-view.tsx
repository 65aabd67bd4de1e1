import { type ReactNode, useEffect, useEffectEvent, useId } from 'react'
import { word } from '../lib/words.ts'
import { BrandMark } from './brand-mark.tsx'
import { Button } from './button.tsx'
import { Sentence } from './sentence.tsx'

type DialogViewProps = {
  readonly title: string
  readonly lead?: string
  readonly children?: ReactNode
  /** From quiet to primary. */
  readonly footer: ReactNode
  /** Ctrl or ⌘ with Enter. */
  readonly onPrimary?: () => void
  /** Closing anything means: decide later. */
  readonly onClose: () => void
}

/** A question that fills the popup. Focus goes heading, body, footer; the closing cross comes last. */
export function DialogView({ title, lead, children, footer, onPrimary, onClose }: DialogViewProps) {
  const id = useId()
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !onPrimary) return
    event.preventDefault()
    onPrimary()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
  return (
    <main className="dialog in-popup" aria-labelledby={id}>
      <div className="dhead">
        <BrandMark isSmall />
        <div className="grow">
          <h1 className="h1" id={id} tabIndex={-1}>
            <Sentence text={title} />
          </h1>
          {lead && (
            <p className="sm muted">
              <Sentence text={lead} />
            </p>
          )}
        </div>
      </div>
      {children && <div className="dbody">{children}</div>}
      <div className="dfoot">{footer}</div>
      <Button look="icon" icon="close" aria-label={word('close')} onClick={onClose} />
    </main>
  )
}
