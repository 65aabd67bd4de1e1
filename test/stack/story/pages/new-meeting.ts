/** A meeting as a person types it in: wall-clock times where the demo's people live. */
export type NewMeeting = {
  readonly title: string
  readonly daysAhead: number
  readonly start: string
  readonly end: string
}

const zone = 'Europe/Berlin'

/** `2026-03-10`, so many days from today. */
export const dayAhead = (days: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(Date.now() + days * 86_400_000)
