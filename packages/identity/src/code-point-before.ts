/** Gives the code point that ends at `end`, with both halves of a surrogate pair. */
export function codePointBefore(text: string, end: number): string {
  const pair = text.slice(Math.max(0, end - 2), end);
  return (pair.codePointAt(0) ?? 0) > 0xffff ? pair : pair.slice(-1);
}
