import { EAST_COUNT, eastFitOf } from "./east-fit.ts";
import { LANGUAGES } from "./languages.ts";
import { lettersOf } from "./letters-of.ts";

const LETTERS = lettersOf(Object.values(LANGUAGES));
const WEST_COUNT = Object.keys(LANGUAGES).length;
/** Those of the East come last. */
export const LANGUAGE_COUNT = WEST_COUNT + EAST_COUNT;

/** How likely a word is in the languages that it may be of. */
export type WordFit = readonly { readonly language: number; readonly likelihood: number }[];

/**
 * How likely a word is in each language; undefined where it is a word of none: with signs amid its letters, capitals
 * amid small ones, or letters of two scripts.
 */
export function fitOf(word: string): WordFit | undefined {
  if (BROKEN.test(word)) return undefined;
  const parts = word.split(SIGNS).filter((part) => BEYOND_ASCII.test(part));
  // Signs alone say nothing of a language, and are rarer than letters.
  if (parts.length === 0) return SIGNS_ALONE;
  const east = new Float64Array(EAST_COUNT);
  for (const part of parts) {
    const fit = eastFitOf(part);
    if (!fit && !isShaped(part)) return undefined;
    for (let language = 0; language < EAST_COUNT; language++)
      east[language] = (east[language] ?? 0) + (fit?.[language] ?? -Infinity);
  }
  const sums = [...lettersFit(parts), ...east];
  const fit: { language: number; likelihood: number }[] = [];
  for (let language = 0; language < LANGUAGE_COUNT; language++) {
    const sum = sums[language] ?? -Infinity;
    // Not so small that it would be none.
    if (sum > -Infinity) fit.push({ language, likelihood: Math.exp(Math.max(sum, -600)) });
  }
  return fit.length > 0 ? fit : undefined;
}

const BEYOND_ASCII = /[^\p{ASCII}’‘·]/u;
const SIGNS = /[^\p{L}\p{M}ー・々’‘'·]+/u;
const SIGNS_ALONE: WordFit = Array.from({ length: LANGUAGE_COUNT }, (_, language) => ({
  language,
  likelihood: 1 / 50,
}));
/**
 * No word: with what is no character, signs that texts of people and companies don't have, or signs where words have
 * none: amid the letters, or a quote that opens at the end.
 */
const BROKEN =
  /[\ufffd\p{Cc}\p{Co}\p{Cn}]|[^\p{ASCII}\p{L}\p{M}“”„‚‘’«»‹›–—‐…·•€£©®™°º§¡¿ªー・（）　、。「」\u00a0]|\p{L}[^\p{ASCII}\p{L}\p{M}’·–—‐ー・]+\p{L}|(?<!l)·(?=\p{L})|\p{L}[„‚‹¿¡]|[™®©…]\p{L}/u;

const LATIN = /\p{Script=Latin}/u;
const OF_OTHER_SCRIPT = /[^\p{Script=Latin}\p{M}’‘'·]/u;

/** As words are: of one script, with capitals where they can be, and not of accented letters alone. */
function isShaped(part: string): boolean {
  if ((LATIN.test(part) && OF_OTHER_SCRIPT.test(part)) || ODD_CASE.test(part)) return false;
  const letters = part.replace(/[^\p{L}]/gu, "");
  return !/^\p{Script=Latin}/u.test(letters) || letters.length < 3 || /[a-z]/i.test(letters);
}

/** A capital after a small letter, or a small letter between capitals, where one of them is accented. */
const ODD_CASE = /(?=\P{ASCII}|\p{ASCII}\P{ASCII})(?:\p{Ll}\p{Lu}|\p{Lu}\p{Ll}\p{Lu})/u;
/** But for the dot that is left of a small İ. */
const LETTERS_BEYOND_ASCII = /[^\u0307\p{ASCII}’‘·]/gu;

/** All languages at once: their number isn't to be multiplied by what a letter costs. */
function lettersFit(parts: readonly string[]): Float64Array {
  const sums = new Float64Array(WEST_COUNT);
  for (const letter of parts.join(" ").toLowerCase().match(LETTERS_BEYOND_ASCII) ?? []) {
    const fits = LETTERS.get(letter);
    if (!fits) return sums.fill(-Infinity);
    for (let language = 0; language < WEST_COUNT; language++)
      sums[language] = (sums[language] ?? 0) + (fits[language] ?? 0);
  }
  return sums;
}
