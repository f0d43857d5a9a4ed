export interface Choices {
  /** A whole number from 0 to n, n not included. */
  below(n: number): number;
  pick<T>(values: readonly [T, ...T[]]): T;
}

/** Random choices that hang on the seed and the numbers alone, so that nothing has to be remembered. (splitmix32.) */
export function choices(seed: number, ...numbers: readonly number[]): Choices {
  let state = numbers.reduce((mixed, number) => mix((mixed + number + 0x9e3779b9) | 0), mix(seed | 0));
  const below = (n: number) => {
    state = (state + 0x9e3779b9) | 0;
    return Math.floor(((mix(state) >>> 0) / 2 ** 32) * n);
  };
  return { below, pick: (values) => values[below(values.length)] ?? values[0] };
}

function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x21f0aaad);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}
