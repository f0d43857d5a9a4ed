import { LANGUAGES } from "./languages.ts";

/** For each language, how likely a letter is in its words: its logarithm. */
const LETTERS = Object.values(LANGUAGES).map((letters) => {
  const counts = new Map<string, number>();
  for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const all = Array.from(letters).length;
  return new Map(Array.from(counts, ([letter, count]) => [letter, Math.log(count / all)]));
});

/** For words of Chinese, Japanese, Korean and Thai, which have no language of their own here. */
const EAST = LETTERS.length;
export const LANGUAGE_COUNT = LETTERS.length + 1;

const HAN = Math.log(1 / 2_000);
const KANA = Math.log(1 / 60);
/** Of China or Japan, or of Korea: no word has letters of both. */
const IDEOGRAPHS = /^(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}々ー・]+|\p{Script=Hangul}+)$/u;
const KANA_ONLY = /[\p{Script=Hiragana}\p{Script=Katakana}ー・]/u;
const HALF_WIDTH = /[\uff61-\uffdc]/u;
const THAI = /^[\p{Script=Thai}]+$/u;

/**
 * How likely a word is in each language, as logarithms; undefined where it is a word of none: with signs amid its
 * letters, capitals amid small ones, or letters of two scripts.
 */
export function fitOf(word: string): readonly (number | undefined)[] | undefined {
  if (BROKEN.test(word)) return undefined;
  const parts = word.split(SIGNS).filter((part) => BEYOND_ASCII.test(part));
  const sums: (number | undefined)[] = Array.from({ length: LANGUAGE_COUNT }, () => 0);
  for (const part of parts) {
    const east = eastOf(part);
    if (east === undefined && !isShaped(part)) return undefined;
    sums.forEach((sum, language) => {
      const fit = language === EAST ? east : lettersFit(part, LETTERS[language]);
      sums[language] = sum === undefined || fit === undefined ? undefined : sum + fit;
    });
  }
  // Signs alone say nothing of a language, and are rarer than letters.
  if (parts.length === 0) return sums.map(() => SIGN);
  return sums.some((sum) => sum !== undefined) ? sums : undefined;
}

const BEYOND_ASCII = /[^\p{ASCII}’‘·]/u;
const SIGNS = /[^\p{L}\p{M}ー・々’‘'·]+/u;
const SIGN = Math.log(1 / 50);
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

const MIXED =
  /\p{Script=Latin}.*[^\p{Script=Latin}\p{M}’‘'·]|[^\p{Script=Latin}\p{M}’‘'·].*\p{Script=Latin}/u;

/** As words are: of one script, with capitals where they can be, and not of accented letters alone. */
function isShaped(part: string): boolean {
  if (MIXED.test(part) || hasOddCase(part)) return false;
  const letters = part.replace(/[^\p{L}]/gu, "");
  return !/^\p{Script=Latin}/u.test(letters) || letters.length < 3 || /[a-z]/i.test(letters);
}

/** A capital after a small letter, or a small letter between capitals, where one of them is accented. */
function hasOddCase(part: string): boolean {
  const letters = Array.from(part);
  return letters.some((letter, at) => {
    const before = letters[at - 1] ?? "";
    if (!BEYOND_ASCII.test(before + letter)) return false;
    if (isSmall(before) && isCapital(letter)) return true;
    return isCapital(before) && isSmall(letter) && isCapital(letters[at + 1] ?? "");
  });
}

const isSmall = (letter: string) => /^\p{Ll}$/u.test(letter);
const isCapital = (letter: string) => /^\p{Lu}$/u.test(letter);

function lettersFit(part: string, letters: ReadonlyMap<string, number> | undefined): number | undefined {
  let sum = 0;
  for (const letter of part.toLowerCase()) {
    if (!BEYOND_ASCII.test(letter) || letter === "\u0307") continue;
    const fit = letters?.get(letter);
    if (fit === undefined) return undefined;
    sum += fit;
  }
  return sum;
}
