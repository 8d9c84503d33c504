/** A source of numbers in [0, 1) that repeats itself for the same seed (mulberry32). */
export type Random = () => number

export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A source of its own for one purpose about one patient, so that no purpose disturbs another. */
export function randomFor(seed: number, patient: number, purpose: string): Random {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(patient, 0xc2b2ae35)
  for (let index = 0; index < purpose.length; index++) hash = Math.imul(hash ^ purpose.charCodeAt(index), 0x01000193)
  return seededRandom(hash ^ (hash >>> 15))
}

/** A whole number from `low` up to, but not including, `high`. */
export const between = (random: Random, low: number, high: number) => low + Math.floor(random() * (high - low))

export const chance = (random: Random, share: number) => random() < share

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[between(random, 0, items.length)]
  if (item === undefined) throw new RangeError('nothing to pick from')
  return item
}

/** One of the items, each as often as its weight says. */
export function pickWeighted<Item>(random: Random, items: readonly (readonly [item: Item, weight: number])[]): Item {
  let rest = random() * items.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [item, weight] of items) {
    rest -= weight
    if (rest < 0) return item
  }
  throw new RangeError('nothing to pick from')
}
