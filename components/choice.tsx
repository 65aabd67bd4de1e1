import { type ReactNode, useId } from 'react'
import type { Provider } from '../lib/model/account.ts'
import { ProviderTile } from './provider-tile.tsx'

type ChoiceProps = {
  readonly name: string
  readonly label: string
  readonly isChosen: boolean
  readonly tile?: Provider
  readonly hint?: ReactNode
  /** It can be reached and read, but not chosen; the hint says why. */
  readonly isUnavailable?: boolean
  readonly onChoose: () => void
}

/** One radio of a group, as a card. */
export function Choice({ name, label, isChosen, tile, hint, isUnavailable = false, onChoose }: ChoiceProps) {
  const hintId = useId()
  return (
    <label className={tile ? 'choice mid' : 'choice'} data-unavailable={isUnavailable || undefined}>
      <input
        type="radio"
        name={name}
        checked={isChosen}
        aria-disabled={isUnavailable || undefined}
        aria-describedby={hint ? hintId : undefined}
        aria-label={label}
        onChange={() => !isUnavailable && onChoose()}
      />
      {tile && <ProviderTile provider={tile} />}
      <span className="grow">
        <span className={tile ? 'b' : 'sm'}>{label}</span>
        {hint && (
          <span className="xs muted block" id={hintId}>
            {hint}
          </span>
        )}
      </span>
    </label>
  )
}
