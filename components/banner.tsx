import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

const icons = { ok: 'ok', warn: 'warning', bad: 'warning', info: 'info' } as const

type BannerProps = {
  readonly tone: keyof typeof icons
  /** Only when an action just failed and needs the person. */
  readonly isAlert?: boolean
  readonly children: ReactNode
}

export function Banner({ tone, isAlert, children }: BannerProps) {
  return (
    <div className={`banner ${tone}`} role={isAlert ? 'alert' : undefined}>
      <Icon name={icons[tone]} />
      <div className="grow">{children}</div>
    </div>
  )
}
