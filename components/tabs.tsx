import type { KeyboardEvent } from 'react'
import { word } from '../lib/words.ts'

type TabsProps<Id extends string> = {
  readonly tabs: readonly { readonly id: Id; readonly label: string }[]
  readonly chosen: Id
  readonly onChoose: (id: Id) => void
}

/** ids of the panel and its tab, for `aria-controls` and `aria-labelledby`. */
export const panelId = 'panel'
export const tabId = (id: string) => `tab-${id}`

/** Arrow keys move and choose, mirrored where text runs from right to left. */
export function Tabs<Id extends string>({ tabs, chosen, onChoose }: TabsProps<Id>) {
  function onKeyDown(event: KeyboardEvent<HTMLButtonElement>) {
    const isMirrored = getComputedStyle(event.currentTarget).direction === 'rtl'
    const at = tabs.findIndex((tab) => tab.id === chosen)
    const step = {
      ArrowRight: isMirrored ? -1 : 1,
      ArrowLeft: isMirrored ? 1 : -1,
      Home: -at,
      End: tabs.length - 1 - at,
    }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = tabs[(at + step + tabs.length) % tabs.length]
    if (!next) return
    onChoose(next.id)
    document.getElementById(tabId(next.id))?.focus()
  }
  return (
    <div className="tabs" role="tablist" aria-label={word('views')}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          className="tab"
          role="tab"
          id={tabId(tab.id)}
          aria-selected={tab.id === chosen}
          aria-controls={tab.id === chosen ? panelId : undefined}
          tabIndex={tab.id === chosen ? 0 : -1}
          onClick={() => onChoose(tab.id)}
          onKeyDown={onKeyDown}
        >
          {tab.label}
        </button>
      ))}
    </div>
  )
}
