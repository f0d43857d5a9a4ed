/**
 * When a write happened, to judge which of two is later (docs/architecture.md#clocks). Both in
 * microseconds since 1970.
 */
export interface Stamp {
  /** When the source saw the value; never later than the clock. */
  readonly effective: number;
  /** The item's clock: unlike any other item's. */
  readonly clock: number;
}

/**
 * The effective time is `min(observedAt, clock)`, so that a source whose watch is ahead doesn't win
 * over writes to come; the clock itself without `observedAt`.
 */
export function stampOf(clock: number, observedAt?: number): Stamp {
  return { effective: observedAt === undefined ? clock : Math.min(observedAt, clock), clock };
}

/** Whether a is strictly later than b, by effective time, then by clock. Anything is later than nothing. */
export function isLater(a: Stamp, b: Stamp | undefined): boolean {
  if (b === undefined || a.effective > b.effective) return true;
  return a.effective === b.effective && a.clock > b.clock;
}

/** Whether two stamps are of the same write; nothing is the same as nothing. */
export function isSameStamp(a: Stamp | undefined, b: Stamp | undefined): boolean {
  return a?.clock === b?.clock && a?.effective === b?.effective;
}

export function laterOf(a: Stamp, b: Stamp): Stamp {
  return isLater(a, b) ? a : b;
}
