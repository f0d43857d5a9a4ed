/** What the requests of a load are about. */
export const MIXES = {
  usual: "20 % update one of the known people, the others each create one",
  new: "each creates a person",
  known: "80 % update one of the known people, the others each create one",
  hot: "half of them are about 100 known people, the others each create one",
  identifiers: "as usual, with a Sales Navigator URL too",
  links: "as usual, with a link to one of 100 companies and two custom fields",
} as const;

export type Mix = keyof typeof MIXES;

/** The people whom half of a hot load is about. */
const HOT_PEOPLE = 100;

/** Whom the n-th row of a load is about: somebody who is known, by number, or somebody new. */
export function personOf(mix: Mix, n: number, known: number): number {
  const fresh = known + n;
  if (mix === "new") return fresh;
  if (mix === "hot") return n % 2 === 0 ? fresh : scattered(n) % HOT_PEOPLE;
  const isFifth = n % 5 === 4;
  if (isFifth !== (mix !== "known")) return fresh;
  // The factors are prime to the count of the known, so that updates spread over all of them, one after the other.
  return mix === "known" ? (n * 7_919) % known : (Math.floor(n / 5) * 7_919) % known;
}

/** A number that looks like chance: rows of one moment are about one person now and then. (Knuth's multiplicative hash) */
function scattered(n: number): number {
  return Math.imul(n, 2_654_435_761) >>> 16;
}

/** Says whether several requests of the load may be about the person at the same time: then nobody knows who is last. */
export function isHot(mix: Mix, person: number): boolean {
  return mix === "hot" && person < HOT_PEOPLE;
}
