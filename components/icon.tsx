import type { ReactNode } from 'react'

/** Line drawings on a 16-pixel grid; every one stands beside a word, never alone. */
const circle = <circle cx="8" cy="8" r="6.25" />
const drawings = {
  add: <path d="M8 3v10M3 8h10" />,
  back: <path d="M10 3.5 5.5 8 10 12.5" />,
  calendar: (
    <>
      <rect x="2" y="3" width="12" height="11" rx="2" />
      <path d="M2 6.6h12M5.5 1.5v3M10.5 1.5v3" />
    </>
  ),
  check: <path d="M3 8.5 6.5 12 13 4.5" />,
  clock: (
    <>
      {circle}
      <path d="M8 4.5V8l2.4 1.5" />
    </>
  ),
  close: <path d="M4 4l8 8M12 4l-8 8" />,
  computer: (
    <>
      <rect x="2" y="3" width="12" height="8" rx="1.5" />
      <path d="M5.5 13.6h5" />
    </>
  ),
  crm: (
    <>
      <rect x="1.8" y="3" width="12.4" height="10" rx="2" />
      <circle cx="5.4" cy="6.8" r="1.3" />
      <path d="M3.6 10.4h3.6M9.6 6.4h2.4M9.6 9.4h2.4" />
    </>
  ),
  differs: <path d="M3 6h10M3 10h10M10.6 2.8 5.4 13.2" />,
  down: <path d="M3.5 6 8 10.5 12.5 6" />,
  eye: (
    <>
      <path d="M1.5 8S4 3.7 8 3.7 14.5 8 14.5 8 12 12.3 8 12.3 1.5 8 1.5 8Z" />
      <circle cx="8" cy="8" r="1.9" />
    </>
  ),
  forward: <path d="M6 3.5 10.5 8 6 12.5" />,
  hold: (
    <>
      {circle}
      <path d="M6.4 5.8v4.4M9.6 5.8v4.4" />
    </>
  ),
  info: (
    <>
      {circle}
      <path d="M8 7.4v3.4M8 5.2v.01" />
    </>
  ),
  lock: (
    <>
      <rect x="3.4" y="7" width="9.2" height="6.6" rx="1.5" />
      <path d="M5.4 7V5.1a2.6 2.6 0 0 1 5.2 0V7" />
    </>
  ),
  more: <path strokeWidth="2.2" d="M3.5 8h.01M8 8h.01M12.5 8h.01" />,
  offline: <path d="M2 2l12 12M5 5.5a3.5 3.5 0 0 0-1 6.8h7M7.2 4.4a3.6 3.6 0 0 1 4.2 2.7 2.6 2.6 0 0 1 2.1 3.7" />,
  ok: (
    <>
      {circle}
      <path d="M5.3 8.2 7.2 10.1 10.8 6" />
    </>
  ),
  options: (
    <>
      <path d="M2.5 5h5.7M12.8 5h.7M2.5 11h.7M7.8 11h5.7" />
      <circle cx="10.5" cy="5" r="1.9" />
      <circle cx="5.5" cy="11" r="1.9" />
    </>
  ),
  people: (
    <>
      <circle cx="6" cy="5.4" r="2.3" />
      <path d="M1.8 13c.3-2.4 2-3.8 4.2-3.8s3.9 1.4 4.2 3.8M10.4 3.3a2.3 2.3 0 0 1 .1 4.3M11.9 9.4c1.3.5 2.1 1.7 2.3 3.6" />
    </>
  ),
  plug: <path d="M6 1.8V5M10 1.8V5M3.8 5h8.4v2.4a4.2 4.2 0 0 1-8.4 0ZM8 11.6v2.6" />,
  sync: <path d="M13.2 5.6A5.6 5.6 0 0 0 3 5.2L2 6.6M2 3v3.6h3.6M2.8 10.4a5.6 5.6 0 0 0 10.2.4l1-1.4M14 13V9.4h-3.6" />,
  warning: (
    <>
      <path d="M8 2.2 14.5 13.4h-13Z" />
      <path d="M8 6.4v3M8 11.3v.01" />
    </>
  ),
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof drawings
/** Always carried by the word beside it as well. */
export type Tone = 'ok' | 'warn' | 'bad' | 'accent' | 'muted'

type IconProps = {
  readonly name: IconName
  readonly tone?: Tone
  readonly isLarge?: boolean
  readonly isSpinning?: boolean
}

/** Drawings that point somewhere turn with the reading direction. */
const turns: readonly IconName[] = ['back', 'forward']

export function Icon({ name, tone, isLarge, isSpinning }: IconProps) {
  const classes = [tone, isLarge && 'i20', isSpinning && 'spin', turns.includes(name) && 'flip']
  return (
    <svg
      className={classes.filter(Boolean).join(' ')}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {drawings[name]}
    </svg>
  )
}
