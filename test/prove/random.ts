/** Random choices that can be made again, from their seed. */
export interface Random {
  readonly seed: number;
  /** From 0 to 1, 1 not included. */
  next(): number;
  /** A whole number from 0 to n, n not included. */
  below(n: number): number;
  pick<T>(values: readonly [T, ...T[]]): T;
  /** True with the probability p. */
  chance(p: number): boolean;
}

/** Choices from a seed, by mulberry32: a public-domain generator, short, and good enough to choose test data. */
export function createRandom(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    seed,
    next,
    below,
    pick: (values) => values[below(values.length)] ?? values[0],
    chance: (p) => next() < p,
  };
}
