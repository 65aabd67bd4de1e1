import { RRuleTemporal } from 'rrule-temporal'
import type { EventResource, EventTime, StoredEvent } from './types.ts'
import { compactDate, compactUtc, dayOf, dayToMs, wallToMs } from './zone.ts'

/**
 * The starts of a series by its rules, before any exception. A start is epoch ms; of an all-day series the UTC midnight
 * of the day. COUNT and UNTIL end a rule; wall time is kept over clock changes.
 */
type Series = { between(from: number, until: number): number[] }

const compiled = new WeakMap<StoredEvent, Series>()

export const isAllDay = (time: EventTime | undefined) => time?.date !== undefined

export const startMs = (time: EventTime) => (time.date ? dayToMs(time.date) : Date.parse(time.dateTime ?? ''))

export const durationMs = (resource: EventResource) =>
  resource.start && resource.end ? startMs(resource.end) - startMs(resource.start) : 0

export function seriesOf(stored: StoredEvent): Series {
  const known = compiled.get(stored)
  if (known) return known
  const made = compile(stored.resource)
  compiled.set(stored, made)
  return made
}

function compile(resource: EventResource): Series {
  const start = resource.start ?? {}
  const zone = isAllDay(start) ? 'UTC' : (start.timeZone ?? 'UTC')
  const lines = (resource.recurrence ?? []).map(parseLine)
  const dates = (name: string) =>
    lines.filter((line) => line.name === name).flatMap((line) => parseDates(line, zone, isAllDay(start)))
  const rules = lines.filter((line) => line.name === 'RRULE').map((line) => ruleOf(line.value, startMs(start), zone))
  const without = lines.filter((line) => line.name === 'EXRULE').map((line) => ruleOf(line.value, startMs(start), zone))
  const added = dates('RDATE')
  const removed = new Set(dates('EXDATE'))
  return {
    between(from, until) {
      const starts = new Set(added.filter((at) => at >= from && at < until))
      if (rules.length === 0 && startMs(start) >= from && startMs(start) < until) starts.add(startMs(start))
      for (const rule of rules) for (const at of occurrences(rule, from, until)) starts.add(at)
      for (const rule of without) for (const at of occurrences(rule, from, until)) starts.delete(at)
      return [...starts].filter((at) => !removed.has(at)).sort((a, b) => a - b)
    },
  }
}

function occurrences(rule: RRuleTemporal, from: number, until: number): number[] {
  return rule.between(new Date(from), new Date(until - 1), true).map((at) => at.epochMilliseconds)
}

function ruleOf(rule: string, start: number, zone: string): RRuleTemporal {
  const wall = zone === 'UTC' ? compactUtc(start) : compactWall(start, zone)
  return new RRuleTemporal({ rruleString: `DTSTART;TZID=${zone}:${wall.replace('Z', '')}\nRRULE:${rule}` })
}

function compactWall(ms: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(ms)
  return parts.replace(/[-:]/g, '').replace(' ', 'T')
}

type Line = { name: string; zone: string | null; value: string }

function parseLine(line: string): Line {
  const match = /^(RRULE|EXRULE|RDATE|EXDATE)((?:;[^:;=]+=[^:;]+)*):(.+)$/i.exec(line.trim())
  if (!match) throw new RangeError(`not a recurrence line: ${line.slice(0, 60)}`)
  const zone = /;TZID=([^;:]+)/i.exec(match[2] ?? '')?.[1] ?? null
  return { name: (match[1] ?? '').toUpperCase(), zone, value: match[3] ?? '' }
}

function parseDates(line: Line, zone: string, allDay: boolean): number[] {
  return line.value.split(',').map((value) => {
    const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/.exec(value.trim())
    if (!match) throw new RangeError(`not a recurrence date: ${value.slice(0, 40)}`)
    const [, year, month, day, hour, minute, second, utc] = match
    const wall = Date.UTC(
      Number(year),
      Number(month) - 1,
      Number(day),
      Number(hour ?? 0),
      Number(minute ?? 0),
      Number(second ?? 0),
    )
    if (allDay) return dayToMs(dayOf(wall))
    return utc ? wall : wallToMs(wall, line.zone ?? zone)
  })
}

/** @throws RangeError unless every line can be expanded. */
export function assertRecurrence(resource: EventResource): void {
  const series = compile(resource)
  const start = startMs(resource.start ?? {})
  series.between(start, start + 1)
}

/** Google's way to name an instance; nobody should ever parse it back. */
export function instanceId(seriesId: string, originalStart: number, allDay: boolean): string {
  return `${seriesId}_${allDay ? compactDate(originalStart) : compactUtc(originalStart)}`
}

export function splitInstanceId(id: string): { seriesId: string; originalStart: number } | null {
  const match = /^(.+)_(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z)?$/.exec(id)
  if (!match) return null
  const [, seriesId = '', year, month, day, hour, minute, second] = match
  const ms = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
  )
  return { seriesId, originalStart: ms }
}
