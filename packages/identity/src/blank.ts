import { codePointBefore } from "./code-point-before.ts";

/**
 * The characters that show nothing when they stand alone: Unicode's default ignorables (joiners, variation selectors,
 * direction marks, fillers, tags), the annotation characters, controls, and the blanks that count as symbols
 * (Braille's, and music's empty notehead). The NUL isn't among them: no value can hold it, and it is told as an error.
 */
export const UNSEEN = String.raw`\p{Default_Ignorable_Code_Point}\u0001-\u0008\u000e-\u001f\u007f-\u009f\u2800\ufff9-\ufffb\u{1d159}`;
const ALL_UNSEEN = new RegExp(`[${UNSEEN}]+`, "gu");
const ALL_BUT_CLOSING = new RegExp(`[[${UNSEEN}]--[\u202c\u2069]]+`, "gv");
const BLANK = new RegExp(`^[\\s${UNSEEN}]*$`, "u");
const LEADING = new RegExp(`^[\\s${UNSEEN}]+`, "u");
/** This looks back from the end. A pattern that ends in `$` would start at each character. */
const TRAILING = new RegExp(`(?<=([\\s${UNSEEN}]*))`, "uy");

/** Says whether a person sees nothing in the text. */
export function isBlank(text: string): boolean {
  return BLANK.test(text);
}

/** Removes what isn't seen, wherever it stands. */
export function withoutUnseen(text: string): string {
  return text.replace(ALL_UNSEEN, "");
}

/** Removes what isn't seen, and white space, at both ends. */
export function trimBlank(text: string): string {
  const end = endOfVisible(text);
  return text.slice(0, end).replace(LEADING, "");
}

/**
 * Removes what isn't seen at both ends; white space stays. What changes how the last letter is drawn stays with it: the
 * selectors of emoji and of letters in Japanese names, and the joiners that end words in India. The marks that close an
 * embedding inside stay too.
 */
export function trimInvisible(text: string): string {
  const start = LEADING.exec(text)?.[0].length ?? 0;
  if (start === text.length) return withoutUnseen(text);
  const end = endOfVisible(text);
  if (start === 0 && end === text.length) return text;
  const [before, visible, after] = [text.slice(0, start), text.slice(start, end), text.slice(end)];
  const last = codePointBefore(text, end);
  const drawn = (DRAWN.exec(last + after)?.[0] ?? "").slice(last.length);
  const rest = after.slice(drawn.length).replace(OPENS.test(visible) ? ALL_BUT_CLOSING : ALL_UNSEEN, "");
  return withoutUnseen(before) + visible + drawn + rest;
}

const DRAWN = new RegExp(
  [
    String.raw`\p{Extended_Pictographic}[\ufe0e\ufe0f]`,
    // These are the flags of England, Scotland and Wales.
    String.raw`\u{1f3f4}[\u{e0020}-\u{e007e}]+\u{e007f}`,
    String.raw`\p{Script=Han}[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]`,
    String.raw`\p{Script=Mongolian}[\u180b-\u180d\u180f]`,
    // A joiner can follow the sign that takes a consonant's vowel.
    String.raw`[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca][\u200c\u200d]`,
  ]
    .map((each) => `^${each}`)
    .join("|"),
  "u",
);
const OPENS = /[\u202a\u202b\u202d\u202e\u2066-\u2068]/;

function endOfVisible(text: string): number {
  TRAILING.lastIndex = text.length;
  return text.length - (TRAILING.exec(text)?.[1]?.length ?? 0);
}
