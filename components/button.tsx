import { type ComponentProps, useId } from 'react'
import { Icon, type IconName } from './icon.tsx'

type ButtonProps = Omit<ComponentProps<'button'>, 'className' | 'disabled'> & {
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet' | 'icon'
  readonly isLarge?: boolean
  readonly isFull?: boolean
  readonly icon?: IconName
  /** It was pressed and the answer is on its way. */
  readonly isBusy?: boolean
  /** Why it cannot be pressed now. It stays focusable, so that the reason can be read. */
  readonly why?: string | null
}

export function Button(props: ButtonProps) {
  const { look = 'plain', isLarge, isFull, icon, isBusy = false, why = null, children, onClick, ...rest } = props
  const whyId = useId()
  const isUnavailable = isBusy || why !== null
  const classes = ['btn', look !== 'plain' && look, isLarge && 'lg', isFull && 'full'].filter(Boolean).join(' ')
  return (
    <>
      <button
        type="button"
        {...rest}
        className={classes}
        aria-disabled={isUnavailable || undefined}
        aria-busy={isBusy || undefined}
        aria-describedby={why === null ? rest['aria-describedby'] : whyId}
        onClick={isUnavailable ? (event) => event.preventDefault() : onClick}
      >
        {isBusy ? <Icon name="sync" isSpinning /> : icon && <Icon name={icon} />}
        {children}
      </button>
      {why !== null && (
        <span className="xs muted" id={whyId}>
          {why}
        </span>
      )}
    </>
  )
}

/** A button that reads like a link: the quiet second choice. */
export function LinkButton({
  isSmall,
  ...rest
}: Omit<ComponentProps<'button'>, 'className'> & { readonly isSmall?: boolean }) {
  return <button type="button" {...rest} className={isSmall ? 'link sm' : 'link'} />
}
