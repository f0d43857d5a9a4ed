/**
 * Writes a text as one word of a command. A key that somebody chose, or a column's name, may have any visible
 * character.
 */
export function quoteForShell(text: string): string {
  return /^[\w:./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
