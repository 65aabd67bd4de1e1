import { type FormEvent, useState } from 'react'
import type { ConnectView } from '../lib/store/views.ts'
import { word } from '../lib/words.ts'
import { Button } from './button.tsx'
import { Choice } from './choice.tsx'

type OrganizationChoiceProps = {
  readonly organizations: Extract<ConnectView, { kind: 'organization' }>['organizations']
  readonly isBusy: boolean
  readonly onChoose: (id: string) => void
}

/** For someone in several organizations: an account belongs to one. */
export function OrganizationChoice({ organizations, isBusy, onChoose }: OrganizationChoiceProps) {
  const [chosen, setChosen] = useState(organizations[0]?.id ?? '')
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!isBusy) onChoose(chosen)
  }
  return (
    <form className="sec" onSubmit={submit}>
      <h1 className="h1" id="organization" tabIndex={-1}>
        {word('connect_org')}
      </h1>
      <div className="col" role="radiogroup" aria-labelledby="organization">
        {organizations.map(({ id, name }) => (
          <Choice
            key={id}
            name="organization"
            label={name ?? word('org_unnamed')}
            isChosen={id === chosen}
            onChoose={() => setChosen(id)}
          />
        ))}
      </div>
      <Button type="submit" look="primary" isLarge isFull isBusy={isBusy}>
        {word('org_do')}
      </Button>
    </form>
  )
}
