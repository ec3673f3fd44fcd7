/** Numbers that look drawn and are the same each time: the demo of a moment is always the same demo. */
export type Chance = {
  /** From 0 to below 1. */
  share: () => number
  /** Whole, both ends included. */
  between: (least: number, most: number) => number
  pick: <T>(list: readonly T[]) => T
  /** Bytes in hex. */
  hex: (bytes: number) => string
}

/** Mulberry32 (Tommy Ettinger, 2017): 32 bits of state are enough for a story. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  const share = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number) => least + Math.floor(share() * (most - least + 1))
  return {
    share,
    between,
    pick: list => list[between(0, list.length - 1)]!,
    hex: bytes => Array.from({ length: bytes }, () => between(0, 255).toString(16).padStart(2, '0')).join(''),
  }
}

/** A weighted choice: the keys of `weights` as often as their numbers say. */
export function pickWeighted<K extends string>(chance: Chance, weights: Readonly<Record<K, number>>): K {
  const entries = Object.entries(weights) as [K, number][]
  let rest = chance.share() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [key, weight] of entries) {
    rest -= weight
    if (rest < 0) return key
  }
  return entries.at(-1)![0]
}
