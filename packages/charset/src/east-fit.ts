import { IDEOGRAPHS_OFTEN } from "./ideographs.ts";
import { lettersOf } from "./letters-of.ts";

const NAMES = Object.keys(IDEOGRAPHS_OFTEN);
const LETTERS = lettersOf(Object.values(IDEOGRAPHS_OFTEN));
const JAPANESE = NAMES.indexOf("japanese");
const KOREAN = NAMES.indexOf("korean");
const THAI = NAMES.length;
/** The languages of the East that a word can be of. */
export const EAST_COUNT = NAMES.length + 1;

/** Most of a name is written with what names are mostly written with. */
const OFTEN = Math.log(0.8);
/** All others share the rest. */
const SELDOM = Math.log(0.2 / 6_000);
const KANA = Math.log(1 / 60);

/** Of China or Japan, or of Korea: no word has letters of both. */
const IDEOGRAPHS = /^(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}々ー・]+|\p{Script=Hangul}+)$/u;
const IS_KANA = /[\p{Script=Hiragana}\p{Script=Katakana}ー・々]/u;
const IS_HANGUL = /\p{Script=Hangul}/u;
const IS_THAI = /^[\p{Script=Thai}]+$/u;
const HALF_WIDTH = /[\uff61-\uffdc]/u;

/**
 * How likely a part of a word is in each language of the East, as logarithms; undefined where it is a part of none.
 * Capitals may stand before and after it.
 */
export function eastFitOf(part: string): Float64Array | undefined {
  if (HALF_WIDTH.test(part)) return undefined;
  const beyond = part.replace(/^[A-Z]+|[A-Z]+$/g, "");
  if (!IDEOGRAPHS.test(beyond) && !IS_THAI.test(beyond)) return undefined;
  const sums = new Float64Array(EAST_COUNT);
  for (const letter of beyond)
    for (let language = 0; language < EAST_COUNT; language++)
      sums[language] = (sums[language] ?? 0) + letterFit(letter, language);
  return sums;
}

function letterFit(letter: string, language: number): number {
  const isThai = IS_THAI.test(letter);
  if (isThai || language === THAI) return isThai && language === THAI ? KANA : -Infinity;
  if (IS_KANA.test(letter)) return language === JAPANESE ? KANA : -Infinity;
  if (IS_HANGUL.test(letter) !== (language === KOREAN)) return -Infinity;
  const often = LETTERS.get(letter)?.[language] ?? -Infinity;
  return Math.max(SELDOM, OFTEN + often);
}
