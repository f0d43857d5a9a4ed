/** What begins a formula in a spreadsheet, full-width forms too. */
const FORMULA = "[=+\\-@＝＋－＠]";
/** What a spreadsheet may pass over before it: blanks, quotes, marks that can't be seen. */
const PASSED = '[\\s"\\p{Cf}]*';
/**
 * A cell that begins with blanks or, after them, with a formula. The blanks alone too: what reads a CSV drops them,
 * and an upload's values would not be those that were exported.
 */
const CELL = `(?=\\s+\\S|${PASSED}${FORMULA})`;
/**
 * Where a spreadsheet of another country begins a cell of its own, in the midst of ours: after a semicolon, a tab or
 * a line break, whatever the quotes around them.
 */
const INNER = `([;\\t\\r\\n]${PASSED})`;

const INNER_ESCAPES = new RegExp(`${INNER}(?='*${FORMULA})`, "gu");
const INNER_ESCAPED = new RegExp(`${INNER}'(?='*${FORMULA})`, "gu");
const CELL_ESCAPES = new RegExp(`^(?='*${CELL})`, "u");
const CELL_ESCAPED = new RegExp(`^'(?='*${CELL})`, "u");

/**
 * A text as a cell of a CSV that no spreadsheet takes for a formula: with an apostrophe before what it would take for
 * one, at its beginning and wherever a cell can begin within it.
 */
export function escapeFormulas(text: string): string {
  return text.replace(INNER_ESCAPES, "$1'").replace(CELL_ESCAPES, "'");
}

/** The text that `escapeFormulas` was given. What people write by hand stays, but for the same apostrophes. */
export function unescapeFormulas(cell: string): string {
  return cell.replace(CELL_ESCAPED, "").replace(INNER_ESCAPED, "$1");
}
