/** These characters begin a formula in a spreadsheet. They include the full-width forms. */
const FORMULA = "[=+\\-@＝＋－＠]";
/** A spreadsheet may pass over these before a formula: blanks, quotes and invisible marks. */
const PASSED = '[\\s"\\p{Cf}]*';
/**
 * Matches a cell that begins with blanks, or with a formula after them. Blanks alone are matched too: what reads a CSV
 * drops them, so an upload would get other values than those that were exported.
 */
const CELL = `(?=\\s+\\S|${PASSED}${FORMULA})`;
/**
 * Matches where a spreadsheet of another country begins a new cell inside ours: after a semicolon, a tab or a line
 * break, whatever the quotes around them.
 */
const INNER = `([;\\t\\r\\n]${PASSED})`;

const INNER_ESCAPES = new RegExp(`${INNER}(?='*${FORMULA})`, "gu");
const INNER_ESCAPED = new RegExp(`${INNER}'(?='*${FORMULA})`, "gu");
const CELL_ESCAPES = new RegExp(`^(?='*${CELL})`, "u");
const CELL_ESCAPED = new RegExp(`^'(?='*${CELL})`, "u");

/**
 * Writes a text as a cell of a CSV that no spreadsheet takes for a formula. It puts an apostrophe before what would be
 * taken for one, at the beginning and wherever a new cell can begin inside.
 */
export function escapeFormulas(text: string): string {
  return text.replace(INNER_ESCAPES, "$1'").replace(CELL_ESCAPES, "'");
}

/**
 * Gives back the text that `escapeFormulas` was given. Text that people wrote by hand stays, except for the same
 * apostrophes.
 */
export function unescapeFormulas(cell: string): string {
  return cell.replace(CELL_ESCAPED, "").replace(INNER_ESCAPED, "$1");
}
