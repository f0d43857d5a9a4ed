/** Accents on one letter: Unicode's own bound for text that goes by as a stream (UAX #15). */
export const MARKS_MAX = 30;

const MARKS = /\p{M}+/gu;
const ASCII = /^[\0-\x7f]*$/;

/**
 * Whether a text has no more accents in a row than text has. Normalising sorts them, in time that grows with the
 * square of their number: a body of nothing else takes seconds.
 */
export function isStackable(text: string): boolean {
  if (text.length <= MARKS_MAX || ASCII.test(text)) return true;
  for (const [run] of text.matchAll(MARKS)) if (run.length > MARKS_MAX) return false;
  return true;
}
