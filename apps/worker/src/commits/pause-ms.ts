/** Between tries: how long after the first, and at most. */
export interface Backoff {
  readonly first: number;
  readonly longest: number;
}

/** Grows with each try; with jitter, so that two that keep each other don't meet again. */
export function pauseMs({ first, longest }: Backoff, tries: number): number {
  return Math.min(longest, first * 2 ** Math.min(tries - 1, 20)) * (0.5 + Math.random() / 2);
}
