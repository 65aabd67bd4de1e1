import type { ComponentProps } from 'react'

type SelectProps<Value extends string> = Omit<ComponentProps<'select'>, 'className' | 'onChange' | 'value'> & {
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly onValue: (value: Value) => void
}

export function Select<Value extends string>({ value, options, onValue, ...rest }: SelectProps<Value>) {
  return (
    <select {...rest} className="input" value={value} onChange={(event) => onValue(event.target.value as Value)}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}
