/** Accents on one letter: Unicode's own bound for text that goes by as a stream (UAX #15). */
export const MARKS_MAX = 30;

/** Looks for them where a run begins only: one that is just short of it is gone through once. */
const HEAP = new RegExp(`(?<!\\p{M})\\p{M}{${MARKS_MAX + 1}}`, "u");

/**
 * Whether a text has no more accents in a row than text has. Normalising sorts them, in time that grows with the
 * square of their number: a body of nothing else takes seconds.
 */
export function isStackable(text: string): boolean {
  return !HEAP.test(text);
}
