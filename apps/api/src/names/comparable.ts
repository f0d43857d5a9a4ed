/** The name and the label of a field are shorter than this. */
const LENGTH_MAX = 300;

/**
 * Gives a name without case, accents, blanks and punctuation, so that spellings compare. It gives an empty text for
 * what can't be a field's name.
 */
export function comparable(name: string): string {
  if (name.length > LENGTH_MAX) return "";
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
