/** A name without what spellings differ in: case, accents, blanks, punctuation. */
export function comparable(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
