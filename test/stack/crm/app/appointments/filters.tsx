import { Field } from '../ui/field.tsx'
import { type Filter, owners, shows } from './queries.ts'

type Props = { readonly filter: Filter; readonly onChange: (filter: Filter) => void }

const isShow = (value: string): value is Filter['show'] => value in shows
const isOwner = (value: string): value is Filter['whose'] => value in owners

const options = (texts: Record<string, string>) =>
  Object.entries(texts).map(([value, label]) => (
    <option key={value} value={value}>
      {label}
    </option>
  ))

export function Filters({ filter, onChange }: Props) {
  return (
    <div className="filters">
      <Field label="Show">
        <select
          value={filter.show}
          onChange={({ target }) => isShow(target.value) && onChange({ ...filter, show: target.value })}
        >
          {options(shows)}
        </select>
      </Field>
      <Field label="Whose">
        <select
          value={filter.whose}
          onChange={({ target }) => isOwner(target.value) && onChange({ ...filter, whose: target.value })}
        >
          {options(owners)}
        </select>
      </Field>
    </div>
  )
}
