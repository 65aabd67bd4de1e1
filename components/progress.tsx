type ProgressProps = {
  readonly label: string
  /** null while the amount is unknown. */
  readonly total: number | null
  readonly done: number
  /** What a screen reader says instead of a percentage. */
  readonly text: string
}

export function Progress({ label, total, done, text }: ProgressProps) {
  const share = total ? Math.min(100, (100 * done) / total) : null
  return (
    <div
      className={share === null ? 'wide bar unknown' : 'wide bar'}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total ?? undefined}
      aria-valuenow={share === null ? undefined : done}
      aria-valuetext={text}
    >
      <i style={share === null ? undefined : { inlineSize: `${share}%` }} />
    </div>
  )
}
