import type { MouseEvent, ReactNode } from 'react'
import { navigate, usePath } from '../navigation.ts'

type Props = { readonly to: string; readonly children: ReactNode }

/** A link to a view of this app; opens in a new tab as any link does. */
export function NavLink({ to, children }: Props) {
  const path = usePath()
  const go = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    navigate(to)
  }
  return (
    <a href={to} onClick={go} aria-current={path === to ? 'page' : undefined}>
      {children}
    </a>
  )
}
