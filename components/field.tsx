import { type ComponentProps, type Ref, useId } from 'react'
import { word } from '../lib/words.ts'

type FieldProps = Omit<ComponentProps<'input'>, 'className' | 'onChange' | 'id'> & {
  readonly label: string
  readonly hint?: string
  /** What is wrong with the value. */
  readonly problem?: string | null
  readonly isOptional?: boolean
  readonly onText: (text: string) => void
  readonly ref?: Ref<HTMLInputElement>
}

/** A labelled text input; hint and problem are read with it. */
export function Field({ label, hint, problem = null, isOptional, onText, ...input }: FieldProps) {
  const id = useId()
  const about = [hint && `${id}-hint`, problem !== null && `${id}-problem`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {isOptional && <span className="muted plain"> {word('optional')}</span>}
      </label>
      <input
        {...input}
        className="input"
        id={id}
        aria-describedby={about || undefined}
        aria-invalid={problem !== null || input['aria-invalid'] || undefined}
        onChange={(event) => onText(event.target.value)}
      />
      {hint && (
        <span className="xs muted" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {problem !== null && (
        <span className="xs bad" id={`${id}-problem`}>
          {problem}
        </span>
      )}
    </div>
  )
}
