import { LANGUAGES } from "./languages.ts";

/** For words of Chinese, Japanese, Korean and Thai, which have no language of their own here. */
const EAST = Object.keys(LANGUAGES).length;
export const LANGUAGE_COUNT = EAST + 1;

/** For each letter, how likely it is in the words of each language, as logarithms. */
const LETTERS: ReadonlyMap<string, Float64Array> = lettersOf(Object.values(LANGUAGES));

const HAN = Math.log(1 / 2_000);
const KANA = Math.log(1 / 60);
/** Of China or Japan, or of Korea: no word has letters of both. */
const IDEOGRAPHS = /^(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}々ー・]+|\p{Script=Hangul}+)$/u;
const KANA_ONLY = /[\p{Script=Hiragana}\p{Script=Katakana}ー・]/u;
const HALF_WIDTH = /[\uff61-\uffdc]/u;
const THAI = /^[\p{Script=Thai}]+$/u;

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
  let east: number | undefined = 0;
  for (const part of parts) {
    const fit = eastOf(part);
    if (fit === undefined && !isShaped(part)) return undefined;
    east = fit === undefined || east === undefined ? undefined : east + fit;
  }
  const sums = lettersFit(parts);
  sums[EAST] = east ?? -Infinity;
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

function eastOf(part: string): number | undefined {
  if (HALF_WIDTH.test(part)) return undefined;
  const beyond = part.replace(/^[A-Z]+|[A-Z]+$/g, "");
  if (!IDEOGRAPHS.test(beyond) && !THAI.test(beyond)) return undefined;
  let sum = 0;
  for (const letter of beyond) sum += KANA_ONLY.test(letter) || THAI.test(letter) ? KANA : HAN;
  return sum;
}

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
  const sums = new Float64Array(LANGUAGE_COUNT);
  for (const letter of parts.join(" ").toLowerCase().match(LETTERS_BEYOND_ASCII) ?? []) {
    const fits = LETTERS.get(letter);
    if (!fits) return sums.fill(-Infinity);
    for (let language = 0; language < EAST; language++)
      sums[language] = (sums[language] ?? 0) + (fits[language] ?? 0);
  }
  return sums;
}

function lettersOf(languages: readonly string[]): Map<string, Float64Array> {
  const all = new Map<string, Float64Array>();
  for (const [language, letters] of languages.entries()) {
    const counts = new Map<string, number>();
    for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    const length = Array.from(letters).length;
    for (const [letter, count] of counts) {
      const fits = all.get(letter) ?? new Float64Array(LANGUAGE_COUNT).fill(-Infinity);
      fits[language] = Math.log(count / length);
      all.set(letter, fits);
    }
  }
  return all;
}
