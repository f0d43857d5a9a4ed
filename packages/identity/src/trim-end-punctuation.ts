import { isBlank } from "./blank.ts";
import { codePointBefore } from "./code-point-before.ts";

/** Matches what sentences, lists, brackets and quotes of any script leave at the end of an address, and the slash. */
const TRAILING = /[\p{P}|<>`\u00b4\uff1c\uff1e\uff40\uff5c]/u;
/**
 * A name can end with a hyphen or an underscore. An ellipsis, a percent sign and the like say that a part of it is
 * missing.
 */
const KEPT = /[-_%@\\\u2025\u2026\ufe19]/;

/**
 * Removes the slashes, blanks and punctuation at the end. It is a loop, since `/[…]+$/` takes quadratic time if many
 * such characters stand before another one.
 */
export function trimEndPunctuation(text: string): string {
  let end = text.length;
  while (end > 0) {
    const last = codePointBefore(text, end);
    if (KEPT.test(last) || !(TRAILING.test(last) || isBlank(last))) break;
    end -= last.length;
  }
  return text.slice(0, end);
}
