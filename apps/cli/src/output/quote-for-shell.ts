/** A text as one word of a command; a preset key, or a column's name, may have any visible character. */
export function quoteForShell(text: string): string {
  return /^[\w:./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
