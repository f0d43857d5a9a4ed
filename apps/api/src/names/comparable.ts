/** A field's name and its label are shorter. */
const LENGTH_MAX = 300;

/** A name without what spellings differ in: case, accents, blanks, punctuation. Empty for what no field is called. */
export function comparable(name: string): string {
  if (name.length > LENGTH_MAX) return "";
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
