import { describe, expect, test } from 'vitest'
import { fields, isSameField } from '../../lib/model/content.ts'
import type { EventId } from '../../lib/model/ids.ts'
import { codeOf, create, days, hours, key, liveOf, pullAll, type Seat, visit } from './seat.ts'

export function describeWriting(provider: string, open: () => Promise<Seat>): void {
  describe(`${provider}: writing`, () => {
    test('W01: a created event comes back as canonicalize said, with our marker', async () => {
      const seat = await open()
      const event = await create(seat)
      expect(event.content).toEqual(seat.port.canonicalize(visit))
      expect(event).toMatchObject({ marker: key(1), readOnly: null, guestCount: 0, isMasked: false })
      expect(event.etag).not.toBe('')
      expect(await seat.port.get(event.id)).toEqual(event)
    })

    test('W02: a whole day stays a day', async () => {
      const seat = await open()
      const content = { ...visit, time: days('2026-03-15', '2026-03-16') }
      expect((await create(seat, content)).content).toEqual(content)
    })

    test.each([
      ['markup', '<b>not bold</b> &amp; "so" <br>'],
      ['line ends', 'one\r\ntwo\rthree\n\n\nfour  '],
      ['control characters', 'a\u0000b\u0007c'],
      ['broken characters', 'a\ud800 😀'],
      ['too much', 'x'.repeat(20_000)],
    ])('W25: awkward text (%s) comes back as canonicalize said', async (_, text) => {
      const seat = await open()
      const content = { ...visit, title: text, description: text, location: text }
      const expected = seat.port.canonicalize(content)
      expect(seat.port.canonicalize(expected)).toEqual(expected)
      expect((await create(seat, content)).content).toEqual(expected)
      expect((await pullAll(seat.port)).events[0]).toMatchObject({ content: expected })
    })

    test('the same key never makes two events', async () => {
      const seat = await open()
      await create(seat)
      const [second] = await seat.port.write([{ kind: 'create', key: key(1), content: visit }])
      expect(['duplicate', 'written']).toContain(codeOf(second))
      expect(await seat.person.count()).toBe(1)
    })

    test('a create whose answer was lost is not made twice', async () => {
      const seat = await open()
      seat.provider.dropNextWrite()
      const [lost] = await seat.port.write([{ kind: 'create', key: key(1), content: visit }])
      expect(codeOf(lost)).toBe('unavailable')
      await seat.port.write([{ kind: 'create', key: key(1), content: visit }])
      expect(await seat.person.count()).toBe(1)
    })

    test('W09: an update changes the named field and no other', async () => {
      for (const [patch, field] of [
        [{ title: 'changed' }, 'title'],
        [{ description: 'changed' }, 'description'],
        [{ location: 'changed' }, 'location'],
        [{ time: hours('2026-03-11', '13', '14') }, 'time'],
        [{ time: days('2026-03-11', '2026-03-13') }, 'time'],
      ] as const) {
        const seat = await open()
        const { id, etag, content } = await create(seat)
        const after = liveOf((await seat.port.write([{ kind: 'update', eventId: id, etag, patch }]))[0])
        expect(after.content).toEqual({ ...content, ...patch })
        expect(after.etag).not.toBe(etag)
        expect(fields.filter((name) => !isSameField(name, after.content, content))).toEqual([field])
      }
    })

    test('W02: from a whole day back to hours', async () => {
      const seat = await open()
      const { id, etag } = await create(seat, { ...visit, time: days('2026-03-15', '2026-03-16') })
      const [outcome] = await seat.port.write([{ kind: 'update', eventId: id, etag, patch: { time: visit.time } }])
      expect(liveOf(outcome).content.time).toEqual(visit.time)
    })

    test('W10: an update of an event that a person changed meanwhile is refused', async () => {
      const seat = await open()
      const { id, etag } = await create(seat)
      await seat.person.edit(id, { title: 'By hand' })
      const [outcome] = await seat.port.write([{ kind: 'update', eventId: id, etag, patch: { title: 'By sync' } }])
      expect(codeOf(outcome)).toBe('precondition-failed')
      expect(await seat.person.see(id)).toMatchObject({ title: 'By hand' })
    })

    test('a delete takes the event away, unless a person changed it meanwhile', async () => {
      const seat = await open()
      const { id, etag } = await create(seat)
      await seat.person.edit(id, { title: 'By hand' })
      expect(codeOf((await seat.port.write([{ kind: 'delete', eventId: id, etag }]))[0])).toBe('precondition-failed')
      const now = await seat.port.get(id)
      expect(await seat.port.write([{ kind: 'delete', eventId: id, etag: now?.etag ?? '' }])).toEqual([
        { kind: 'deleted' },
      ])
      expect(await seat.person.see(id)).toBeNull()
    })

    test('what is gone already is not found', async () => {
      const seat = await open()
      const { id, etag } = await create(seat)
      await seat.person.remove(id)
      expect(codeOf((await seat.port.write([{ kind: 'delete', eventId: id, etag }]))[0])).toBe('not-found')
      const ghost = 'nobodyknowsthis' as EventId
      const [outcome] = await seat.port.write([{ kind: 'update', eventId: ghost, etag, patch: { title: 'x' } }])
      expect(codeOf(outcome)).toBe('not-found')
    })

    test('many writes have an outcome each, in their order, and one that fails stops no other', async () => {
      const seat = await open()
      const first = await create(seat)
      await seat.person.edit(first.id, { title: 'By hand' })
      const creates = Array.from({ length: 60 }, (_, index) => ({
        kind: 'create' as const,
        key: key(index + 2),
        content: { ...visit, title: `Visit ${index}` },
      }))
      const stale = { kind: 'update' as const, eventId: first.id, etag: first.etag, patch: { title: 'By sync' } }
      const before = seat.provider.requests()
      const outcomes = await seat.port.write([...creates.slice(0, 30), stale, ...creates.slice(30)])
      expect(seat.provider.requests() - before).toBeLessThanOrEqual(4)
      expect(outcomes).toHaveLength(61)
      expect(codeOf(outcomes[30])).toBe('precondition-failed')
      const titles = outcomes.toSpliced(30, 1).map((outcome) => liveOf(outcome).content.title)
      expect(titles).toEqual(creates.map(({ content }) => content.title))
    })

    test('many writes whose answer was lost are all unknown, and none is made twice', async () => {
      const seat = await open()
      const writes = [1, 2, 3].map((number) => ({ kind: 'create' as const, key: key(number), content: visit }))
      seat.provider.dropNextWrite()
      expect((await seat.port.write(writes)).map(codeOf)).toEqual(['unavailable', 'unavailable', 'unavailable'])
      await seat.port.write(writes)
      expect(await seat.person.count()).toBe(3)
    })

    test('E05: when told to wait, every write says for how long, and nothing more is sent', async () => {
      const seat = await open()
      seat.provider.throttle(120)
      const writes = [1, 2, 3].map((number) => ({ kind: 'create' as const, key: key(number), content: visit }))
      const outcomes = await seat.port.write(writes)
      expect(outcomes).toMatchObject(writes.map(() => ({ error: { code: 'rate-limited', retryAfterMs: 120_000 } })))
      expect(await seat.person.count()).toBe(0)
    })

    test('nobody is mailed and no guest is written', async () => {
      const seat = await open()
      const id = await seat.person.add(visit, { guests: ['ben@example.com'] })
      const mails = seat.provider.mails()
      const event = await seat.port.get(id)
      const [outcome] = await seat.port.write([
        { kind: 'update', eventId: id, etag: event?.etag ?? '', patch: { title: 'Moved', time: hours('2026-03-12') } },
      ])
      expect(liveOf(outcome).guestCount).toBe(1)
      expect((await seat.person.see(id))?.guests).toContain('ben@example.com')
      await seat.port.write([{ kind: 'delete', eventId: id, etag: liveOf(outcome).etag }])
      expect(seat.provider.mails()).toBe(mails)
    })

    test('nothing to write is no request', async () => {
      const seat = await open()
      const before = seat.provider.requests()
      expect(await seat.port.write([])).toEqual([])
      expect(seat.provider.requests()).toBe(before)
    })
  })
}
