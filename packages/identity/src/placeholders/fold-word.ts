/** A word as the lists of placeholders have it: without case, accents and what isn't a letter or a digit. */
export function foldWord(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
