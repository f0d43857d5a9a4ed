/** A word as the lists of placeholders have it: without case, accents and what isn't a letter or a digit. */
export function foldWord(text: string): string {
  if (/^[a-z0-9]*$/.test(text)) return text;
  // Most have nothing else, and all of Unicode takes five times as long.
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase().replace(/[^a-z0-9]/g, "");
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
