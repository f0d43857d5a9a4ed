/**
 * What a terminal would obey instead of showing: controls of both sets with the escape that begins a sequence, marks
 * that turn the direction of what follows, and line and paragraph separators.
 */
const OBEYED = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** A text as one line that only shows: what comes from a file or the service may hold what a terminal obeys. */
export function printable(text: string): string {
  return text.replace(OBEYED, escaped);
}

/** The same of a text of our own lines, of a table or of a file: its line breaks and tabs stay. */
export function printableLines(text: string): string {
  return text.replace(OBEYED, (character) => (/[\n\t]/.test(character) ? character : escaped(character)));
}

/** As JSON has it, so that what is JSON stays the same JSON. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
