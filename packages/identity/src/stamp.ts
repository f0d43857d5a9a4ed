/**
 * When a write happened, to judge which of two is later (docs/architecture.md#clocks). Both are in microseconds since
 * 1970.
 */
export interface Stamp {
  /**
   * When the source saw the value. It isn't later than the clock, but for a value that the list of unsubscribed ones says
   * of whom an older item gives it: that was said after the item was accepted.
   */
  readonly effective: number;
  /** The item's clock, which no other item has. */
  readonly clock: number;
}

/**
 * Makes the stamp of a write. Its effective time is `min(observedAt, clock)`, so that a source whose clock is ahead
 * doesn't win over later writes. Without `observedAt` it is the clock itself.
 */
export function stampOf(clock: number, observedAt?: number): Stamp {
  return { effective: observedAt === undefined ? clock : Math.min(observedAt, clock), clock };
}

/** Says whether a is strictly later than b, by effective time, then by clock. Anything is later than nothing. */
export function isLater(a: Stamp, b: Stamp | undefined): boolean {
  if (b === undefined || a.effective > b.effective) return true;
  return a.effective === b.effective && a.clock > b.clock;
}

/** Says whether two stamps are of the same write. Nothing is the same as nothing. */
export function isSameStamp(a: Stamp | undefined, b: Stamp | undefined): boolean {
  return a?.clock === b?.clock && a?.effective === b?.effective;
}

export function laterOf(a: Stamp, b: Stamp): Stamp {
  return isLater(a, b) ? a : b;
}
