/** A repeatable stream of numbers in [0, 1) (mulberry32); the state is one number, so it can be dumped. */
export type Random = { next(): number; state(): number }

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0
      let t = state
      t = Math.imul(t ^ (t >>> 15), t | 1)
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296
    },
    state: () => state,
  }
}

const base32hex = '0123456789abcdefghijklmnopqrstuv'

export function randomText(random: Random, length: number, alphabet = base32hex): string {
  let text = ''
  for (let index = 0; index < length; index += 1) text += alphabet[Math.floor(random.next() * alphabet.length)]
  return text
}
