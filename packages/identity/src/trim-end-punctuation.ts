/** What sentences, lists, brackets and quotes leave at the end of an address, and the slash. */
const TRAILING = new Set("/.,;:!?)]}>*|\"'`´’‘”“»«›‹ \t\u00a0");

/**
 * Without the slashes, spaces and punctuation at its end. Not the ellipsis: it says that a part is
 * missing. A loop, since `/[…]+$/` takes quadratic time where many such characters stand before
 * another one.
 */
export function trimEndPunctuation(text: string): string {
  let end = text.length;
  while (end > 0 && TRAILING.has(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
