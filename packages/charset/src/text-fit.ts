import { LANGUAGE_COUNT } from "./word-fit.ts";
import type { WordFit } from "./word-fit.ts";

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
export function fitText(words: readonly string[], fitOf: (word: string) => WordFit | undefined): TextFit {
  const fits = words.map(fitOf);
  const known = fits.filter((fit) => fit !== undefined);
  let weights = new Float64Array(LANGUAGE_COUNT).fill(1 / LANGUAGE_COUNT);
  let likelihood = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float64Array(LANGUAGE_COUNT).fill(0.02);
    likelihood = 0;
    for (const fit of known) {
      let sum = 0;
      for (const each of fit) sum += each.likelihood * (weights[each.language] ?? 0);
      likelihood += Math.log(sum);
      for (const each of fit) {
        const share = (each.likelihood * (weights[each.language] ?? 0)) / sum;
        next[each.language] = (next[each.language] ?? 0) + share;
      }
    }
    const all = next.reduce((a, b) => a + b, 0);
    weights = next.map((each) => each / all);
  }
  return {
    likelihood: likelihood + (fits.length - known.length) * NO_WORD,
    share: fits.length === 0 ? 1 : known.length / fits.length,
  };
}
