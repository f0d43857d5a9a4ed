/** The pause between tries: after the first try, and the longest, in milliseconds. */
export interface Backoff {
  readonly first: number;
  readonly longest: number;
}

/**
 * Gives a pause that grows with each try, in milliseconds. It is random within bounds, so that two items that keep each
 * other don't meet again.
 */
export function pauseMs({ first, longest }: Backoff, tries: number): number {
  return Math.min(longest, first * 2 ** Math.min(tries - 1, 20)) * (0.5 + Math.random() / 2);
}
