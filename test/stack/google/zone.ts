/** Wall time and instants in IANA zones, by the runtime's own zone data. */

const formatters = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, number>()
const quarter = 15 * 60_000

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formatters.set(zone, made)
  return made
}

export function isZone(zone: string): boolean {
  try {
    formatter(zone)
    return true
  } catch {
    return false
  }
}

/** What the zone's clocks are ahead of UTC at that moment, in ms. Zones change only at quarter hours. */
function offsetAt(ms: number, zone: string): number {
  if (zone === 'UTC') return 0
  const slot = Math.floor(ms / quarter)
  const key = `${zone} ${slot}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const at = slot * quarter
  const part = Object.fromEntries(
    formatter(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const wall = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second)
  if (offsets.size > 200_000) offsets.clear()
  offsets.set(key, wall - at)
  return wall - at
}

/** The instant at which the zone's clocks show this wall time (given as if it were UTC); in a gap, the later one. */
export function wallToMs(wallAsUtc: number, zone: string): number {
  const first = wallAsUtc - offsetAt(wallAsUtc, zone)
  const second = wallAsUtc - offsetAt(first, zone)
  return first + offsetAt(first, zone) === wallAsUtc ? first : second
}

const pad = (value: number) => String(value).padStart(2, '0')

/** `2026-03-10T09:00:00+01:00`, or with Z in UTC. */
export function formatInZone(ms: number, zone: string): string {
  const offset = offsetAt(ms, zone)
  const wall = new Date(ms + offset).toISOString().slice(0, 19)
  if (offset === 0 && (zone === 'UTC' || zone === 'Etc/UTC')) return `${wall}Z`
  const minutes = Math.abs(offset) / 60_000
  return `${wall}${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(Math.floor(minutes % 60))}`
}

/** `20260310T080000Z` */
export const compactUtc = (ms: number) => `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`

/** `20260310` */
export const compactDate = (ms: number) => new Date(ms).toISOString().slice(0, 10).replaceAll('-', '')

export const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

export const dayToMs = (day: string) => Date.parse(`${day}T00:00:00Z`)
