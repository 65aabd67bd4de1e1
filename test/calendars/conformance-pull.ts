import { describe, expect, test } from 'vitest'
import type { EventId } from '../../lib/model/ids.ts'
import { codeOfPull, days, hours, pullAll, type Seat, visit, window } from './seat.ts'

export function describePulling(provider: string, open: () => Promise<Seat>): void {
  describe(`${provider}: pulling`, () => {
    test('brings what overlaps the window, and nothing else', async () => {
      const { port, person } = await open()
      await person.add(visit)
      await person.add({ ...visit, title: 'Fair', time: days('2026-03-20', '2026-03-22') })
      await person.add({ ...visit, title: 'Long ago', time: hours('2025-03-10') })
      await person.add({ ...visit, title: 'Far ahead', time: hours('2027-03-10') })
      const { events } = await pullAll(port)
      const contents = events.flatMap((event) => (event.kind === 'live' ? [event.content] : []))
      expect(contents).toHaveLength(2)
      expect(contents).toContainEqual(visit)
      expect(contents).toContainEqual({ ...visit, title: 'Fair', time: days('2026-03-20', '2026-03-22') })
    })

    test('gives a cursor with the last page and with no other', async () => {
      const { port, person, provider } = await open()
      for (let index = 0; index < 5; index += 1) await person.add(visit)
      provider.pageLimit(2)
      const { events, cursors, cursor } = await pullAll(port)
      expect(events).toHaveLength(5)
      expect(cursors.length).toBeGreaterThan(1)
      expect(cursors.filter((value) => value !== null)).toEqual([cursor])
    })

    test('goes on with what was added, edited and removed since', async () => {
      const { port, person } = await open()
      const [edited, removed] = [await person.add(visit), await person.add(visit)]
      const { cursor } = await pullAll(port)
      await person.edit(edited, { title: 'Renamed' })
      await person.remove(removed)
      const added = await person.add({ ...visit, title: 'New' })
      const { events } = await pullAll(port, cursor)
      const found = new Map(events.map((event) => [event.id, event]))
      expect(found.get(edited)).toMatchObject({ kind: 'live', content: { title: 'Renamed' } })
      expect(found.get(added)).toMatchObject({ kind: 'live', content: { title: 'New' } })
      expect(found.get(removed)?.kind).toBe('gone')
    })

    test('costs one request where nothing changed', async () => {
      const { port, person, provider } = await open()
      await person.add(visit)
      const { cursor } = await pullAll(port)
      const before = provider.requests()
      const second = await pullAll(port, cursor)
      expect(provider.requests() - before).toBe(1)
      expect(second.events).toEqual([])
      expect(second.cursor).not.toBeNull()
    })

    test('E01: an expired cursor says so, and a full pull heals it', async () => {
      const { port, person, provider } = await open()
      await person.add(visit)
      const { cursor } = await pullAll(port)
      provider.expireCursors()
      expect(await codeOfPull(port, cursor)).toBe('cursor-expired')
      expect((await pullAll(port)).events).toHaveLength(1)
    })

    test('a cursor nobody gave out is expired', async () => {
      const { port } = await open()
      expect(await codeOfPull(port, 'nonsense')).toBe('cursor-expired')
    })

    test('an unanswered page ends it without a cursor', async () => {
      const { port, person, provider } = await open()
      for (let index = 0; index < 4; index += 1) await person.add(visit)
      provider.pageLimit(2)
      const seen: (string | null)[] = []
      const pull = async () => {
        for await (const page of port.pull(null, window)) {
          seen.push(page.cursor)
          provider.offline(true)
        }
      }
      await expect(pull()).rejects.toMatchObject({ code: 'unavailable' })
      expect(seen).toEqual([null])
    })

    test.each(['html', 'cut-json', 'empty'] as const)('an answer that is %s is no empty calendar', async (form) => {
      const { port, person, provider } = await open()
      await person.add(visit)
      const { cursor } = await pullAll(port)
      provider.garbage(form)
      expect(await codeOfPull(port, cursor)).toBe('unavailable')
    })

    test('E05: when told to wait it says for how long', async () => {
      const { port, provider } = await open()
      provider.throttle(120)
      await expect(pullAll(port)).rejects.toMatchObject({ code: 'rate-limited', retryAfterMs: 120_000 })
    })

    test('E12: goes on with a new token where the old one has expired', async () => {
      const { port, person, provider } = await open()
      await person.add(visit)
      provider.expireTokens()
      expect((await pullAll(port)).events).toHaveLength(1)
    })

    test('instances of a series are events of their own', async () => {
      const { port, person } = await open()
      await person.addSeries({ ...visit, title: 'Weekly' })
      const events = (await pullAll(port)).events.filter((event) => event.kind === 'live')
      expect(events.map(({ content }) => content.time.start).toSorted()).toEqual([
        '2026-03-10T09:00:00Z',
        '2026-03-17T09:00:00Z',
        '2026-03-24T09:00:00Z',
      ])
      expect(new Set(events.map(({ identity }) => identity)).size).toBe(3)
      expect(new Set(events.map(({ seriesId }) => seriesId)).size).toBe(1)
      expect(events[0]?.seriesId).not.toBeNull()
    })

    test('a private event shows only when', async () => {
      const { port, person } = await open()
      await person.add({ ...visit, title: 'secret', description: 'secret', location: 'secret' }, { isPrivate: true })
      const { events } = await pullAll(port)
      expect(JSON.stringify(events)).not.toContain('secret')
      expect(events[0]).toMatchObject({
        content: { title: 'Busy', time: visit.time },
        isMasked: true,
        readOnly: 'masked',
      })
    })

    test('counts guests', async () => {
      const { port, person } = await open()
      await person.add(visit, { guests: ['ben@example.com', 'cleo@example.com'] })
      expect((await pullAll(port)).events[0]).toMatchObject({ guestCount: 2, readOnly: null })
    })
  })

  describe(`${provider}: reading one event`, () => {
    test('gives it as it is now, or gone, or null', async () => {
      const { port, person } = await open()
      const id = await person.add(visit)
      expect(await port.get(id)).toMatchObject({ kind: 'live', content: visit })
      await person.remove(id)
      expect((await port.get(id))?.kind ?? 'gone').toBe('gone')
      expect(await port.get('nobodyknowsthis' as EventId)).toBeNull()
    })

    test('a page of the network is not "gone"', async () => {
      const { port, person, provider } = await open()
      const id = await person.add(visit)
      provider.garbage('html')
      await expect(port.get(id)).rejects.toMatchObject({ code: 'unavailable' })
    })
  })
}
