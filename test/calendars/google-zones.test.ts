import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const script = fileURLToPath(new URL('./zone-table.ts', import.meta.url))
const run = (TZ: string) =>
  JSON.parse(execFileSync(process.execPath, [script], { env: { ...process.env, TZ }, encoding: 'utf8' }))

const zones = ['America/Los_Angeles', 'Asia/Kolkata', 'Pacific/Auckland', 'Australia/Lord_Howe', 'UTC']
const utc = run('UTC')

test.each(zones)('G02: on a machine in %s all times are the same', (zone) => {
  const here = run(zone)
  expect(here.zone.replace('Calcutta', 'Kolkata')).toBe(zone)
  if (zone !== 'UTC') expect(here.winter).not.toBe(utc.winter)
  expect(here.table).toEqual(utc.table)
})

test('G02: and they are the right ones', () => {
  expect(utc.table.map(({ time }: { time: { start: string; end: string } }) => [time.start, time.end])).toEqual([
    ['2020-01-15', '2020-01-16'],
    ['2026-03-29', '2026-03-30'],
    ['2026-04-05', '2026-04-06'],
    ['2026-12-31', '2027-01-01'],
    ['2020-01-13T15:55:00Z', '2020-01-13T18:55:00Z'],
    ['2026-03-08T10:30:00Z', '2026-03-08T10:30:00Z'],
    ['2026-04-04T14:45:00Z', '2026-04-04T15:15:00Z'],
    ['2026-10-03T20:45:00Z', '2026-10-04T02:30:00Z'],
  ])
})
