import { withoutUnseen } from "./blank.ts";

/** Longer texts are compared by their beginning, as an index takes at most about 2,700 bytes. */
const MAX_LENGTH = 200;

/**
 * Gives a text as searches compare it: without case, accents, surplus blanks and what isn't seen, so that "jose" finds
 * "José". It is idempotent, and undefined if nothing is left.
 */
export function searchKey(text: string): string | undefined {
  const letters = withoutUnseen(text.normalize("NFKD").replace(/\p{M}/gu, ""));
  const folded = letters.toLowerCase().replace(/\s+/g, " ").trim();
  // The cut may have left half of a surrogate pair at the end.
  const key = folded
    .slice(0, MAX_LENGTH)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trimEnd();
  return key === "" ? undefined : key;
}
