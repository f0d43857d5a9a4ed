import { fitOf, LANGUAGE_COUNT } from "./word-fit.ts";

/** How well words fit the languages that there are. */
export interface TextFit {
  /** A logarithm; higher is likelier. */
  readonly likelihood: number;
  /** Of the words, those that are words of some language. */
  readonly share: number;
}

/** What a word of no language costs: more than any that is rare. */
const NO_WORD = Math.log(1e-7);
const ROUNDS = 8;

/**
 * Words as those of a few languages, mixed as they fit best: a file has contacts of several countries, but each
 * word is of one, and few files have a word of each.
 */
export function fitText(words: readonly string[]): TextFit {
  const fits = words.map(fitOf);
  const known = fits.filter((fit) => fit !== undefined);
  let weights = Array.from({ length: LANGUAGE_COUNT }, () => 1 / LANGUAGE_COUNT);
  let likelihood = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const next = Array.from({ length: LANGUAGE_COUNT }, () => 0.02);
    likelihood = 0;
    for (const fit of known) {
      const shares = fit.map((each, language) =>
        each === undefined ? 0 : Math.exp(Math.max(each, -600)) * (weights[language] ?? 0),
      );
      const sum = shares.reduce((a, b) => a + b, 0);
      likelihood += Math.log(sum);
      shares.forEach((share, language) => (next[language] = (next[language] ?? 0) + share / sum));
    }
    const all = next.reduce((a, b) => a + b, 0);
    weights = next.map((each) => each / all);
  }
  return {
    likelihood: likelihood + (fits.length - known.length) * NO_WORD,
    share: fits.length === 0 ? 1 : known.length / fits.length,
  };
}
