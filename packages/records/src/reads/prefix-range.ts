/** What is between two texts, as the collation "C" orders them: by code point. */
export interface TextRange {
  readonly from: string;
  /** The end, which isn't part of the range; absent if nothing is greater. */
  readonly to: string | undefined;
}

/**
 * Gives the range of the texts that start with a prefix. An index finds a range, and no character in it is a wildcard.
 */
export function prefixRange(prefix: string): TextRange {
  return { from: prefix, to: nextAfter(prefix) };
}

const LAST_CODE_POINT = 0x10ffff;
const FIRST_SURROGATE = 0xd800;
const AFTER_SURROGATES = 0xe000;

/** Gives the least text that is greater than all that start with the prefix: its last code point is one higher. */
function nextAfter(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  while (points.at(-1) === LAST_CODE_POINT) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  // Surrogates are no characters: UTF-8 can't hold them.
  const next = last + 1 === FIRST_SURROGATE ? AFTER_SURROGATES : last + 1;
  return String.fromCodePoint(...points, next);
}
