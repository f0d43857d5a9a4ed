/**
 * A terminal obeys these characters instead of showing them: control characters, with the escape that begins a
 * sequence, marks that turn the direction of what follows, and line and paragraph separators.
 */
const OBEYED = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * Makes a text one line that does nothing in a terminal. What comes from a file or the service may have characters that
 * a terminal obeys.
 */
export function printable(text: string): string {
  return text.replace(OBEYED, escaped);
}

/** Makes a text of several lines do nothing in a terminal. Its line breaks and tabs stay. */
export function printableLines(text: string): string {
  return text.replace(OBEYED, (character) => (/[\n\t]/.test(character) ? character : escaped(character)));
}

/** Writes a character as JSON does, so that JSON stays the same JSON. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
