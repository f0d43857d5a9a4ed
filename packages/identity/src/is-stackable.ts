/** The most accents on one letter. It is Unicode's own bound for text in a stream (UAX #15). */
export const MARKS_MAX = 30;

/** It looks only where a run begins. So a run that is just short of it is read once. */
const HEAP = new RegExp(`(?<!\\p{M})\\p{M}{${MARKS_MAX + 1}}`, "u");

/**
 * Says whether a text has no more accents in a row than real text has. Normalising sorts them, in time that grows with
 * the square of their number: a body of nothing else takes seconds.
 */
export function isStackable(text: string): boolean {
  return !HEAP.test(text);
}
