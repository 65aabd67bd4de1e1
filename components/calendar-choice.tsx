import { type FormEvent, type ReactNode, useId } from 'react'
import type { Direction } from '../lib/model/account.ts'
import type { AccountView, CalendarView } from '../lib/store/views.ts'
import { word } from '../lib/words.ts'
import { Button } from './button.tsx'
import { Select } from './select.tsx'

/** What the person chose, by calendar id. */
export type CalendarPlan = { readonly directions: Readonly<Record<string, Direction>>; readonly home: string | null }

export const planOf = ({ calendars }: Pick<AccountView, 'calendars'>): CalendarPlan => ({
  directions: Object.fromEntries(calendars.map(({ id, direction }) => [id, direction])),
  home: calendars.find(({ isHome }) => isHome)?.id ?? null,
})

/** The plan as the background takes it: only a calendar that appointments may go to can be the home. */
export function chosenCalendars(account: AccountView, plan: CalendarPlan) {
  const home = homesOf(account, plan).find(({ id }) => id === plan.home) ?? homesOf(account, plan)[0]
  return account.calendars.map((calendar) => ({
    id: calendar.id,
    direction: plan.directions[calendar.id] ?? calendar.direction,
    isHome: calendar.id === home?.id,
  }))
}

const takesAppointments: readonly (Direction | undefined)[] = ['two-way', 'export']
const homesOf = ({ calendars }: AccountView, { directions }: CalendarPlan) =>
  calendars.filter(({ id, isWritable }) => isWritable && takesAppointments.includes(directions[id]))

function note({ isPrimary, isWritable }: CalendarView): string {
  if (!isWritable) return word('choose_shared')
  return word(isPrimary ? 'choose_main' : 'choose_own')
}

const directions: Record<Direction, () => string> = {
  'two-way': () => word('dir_both'),
  import: () => word('dir_in'),
  export: () => word('dir_out'),
  off: () => word('dir_off'),
}
const offered = (calendar: CalendarView): readonly Direction[] =>
  calendar.isWritable ? ['two-way', 'import', 'export', 'off'] : ['import', 'off']

type CalendarChoiceProps = {
  readonly account: AccountView
  readonly plan: CalendarPlan
  readonly submit: string
  readonly isBusy: boolean
  readonly heading?: ReactNode
  readonly children?: ReactNode
  readonly onPlan: (plan: CalendarPlan) => void
  readonly onSubmit: () => void
}

/** Which calendars match, in which direction, and where new appointments go. */
export function CalendarChoice(props: CalendarChoiceProps) {
  const { account, plan, isBusy } = props
  const homeId = useId()
  const homes = homesOf(account, plan)
  const isNone = account.calendars.every(({ id }) => plan.directions[id] === 'off')

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!isBusy && !isNone) props.onSubmit()
  }
  return (
    <form className="sec" onSubmit={submit}>
      {props.heading}
      <fieldset className="plain">
        <legend className="h2">{word('choose_q')}</legend>
        <ul>
          {account.calendars.map((calendar) => (
            <li key={calendar.id} className="row between calendar">
              <span className="grow">
                <bdi className="b sm block">{calendar.name}</bdi>
                <span className="xs muted block">{note(calendar)}</span>
              </span>
              <Select
                aria-label={calendar.name}
                value={plan.directions[calendar.id] ?? calendar.direction}
                options={offered(calendar).map((value) => ({ value, label: directions[value]() }))}
                onValue={(direction) =>
                  props.onPlan({ ...plan, directions: { ...plan.directions, [calendar.id]: direction } })
                }
              />
            </li>
          ))}
        </ul>
      </fieldset>
      {homes.length > 0 && (
        <div className="field">
          <label htmlFor={homeId}>{word('choose_home')}</label>
          <Select
            id={homeId}
            value={homes.find(({ id }) => id === plan.home)?.id ?? homes[0]?.id ?? ''}
            options={homes.map(({ id, name }) => ({
              value: id as string,
              label: name === account.email ? name : `${name} (${account.email})`,
            }))}
            onValue={(home) => props.onPlan({ ...plan, home })}
          />
        </div>
      )}
      <Button type="submit" look="primary" isLarge isFull isBusy={isBusy} why={isNone ? word('choose_none') : null}>
        {props.submit}
      </Button>
      {props.children}
    </form>
  )
}
