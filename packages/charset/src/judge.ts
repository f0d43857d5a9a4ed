import iconv from "iconv-lite";
import { detectAll } from "jschardet";
import { CHARSETS, OFTEN_MISTAKEN } from "./charsets.ts";
import type { Evidence } from "./evidence.ts";
import { fitText } from "./text-fit.ts";
import type { TextFit } from "./text-fit.ts";
import { fitOf } from "./word-fit.ts";

/** In what charset a file is written, by its bytes alone. */
export type Judgement =
  /** ASCII: nearly every charset reads it as the same. */
  | { readonly kind: "plain" }
  /** `others` read what was seen as the same text, and may read something else later. */
  | { readonly kind: "certain"; readonly charset: string; readonly others: readonly string[] }
  /** Those that are met most often first. */
  | { readonly kind: "open"; readonly candidates: readonly string[] };

/** Of the sequences of a file that are no ASCII. */
const UTF8_SHARE = 0.99;
/** Of the words that a charset is to read as words. */
const WORDS_SHARE = 0.9;
/** By so much (a thousand times) the likeliest has to lead; nearer ones are told apart by the detector, if at all. */
const LEAD = Math.log(1_000);
/** By so much the detector's first has to lead, of at least so many words that are read differently. */
const DETECTOR_LEAD = 1.1;
const DETECTOR_WORDS = 6;
const CANDIDATES_MAX = 4;
const RARE = Math.log(1 / 1_000);

interface Reading {
  readonly charset: string;
  readonly isEast: boolean;
  readonly words: readonly string[];
  readonly likelihood: number;
  readonly share: number;
}

/** Judges by the sequences of UTF-8, by the words that each charset reads, and by the detector where those are near. */
export function judge(evidence: Evidence): Judgement {
  const wide = wideOf(evidence);
  if (wide !== undefined) return { kind: "certain", charset: wide, others: [] };
  const { valid, invalid, words } = evidence;
  if (valid + invalid === 0) return { kind: "plain" };
  const utf8 = valid / (valid + invalid);
  if (utf8 >= UTF8_SHARE) return certain("utf-8");
  const readings = readWithAll(words).toSorted((a, b) => b.likelihood - a.likelihood);
  const readable = readings.filter(({ share }) => share >= WORDS_SHARE);
  const [best] = readable;
  // What looks like UTF-8 by chance is rare: then its bad rows are to be rejected, and the others read.
  if (!best) return utf8 >= 0.5 ? certain("utf-8") : { kind: "open", candidates: listed(readings, utf8) };
  // A word alone can be one of many countries.
  const lead = words.length === 1 ? 2 * LEAD : LEAD;
  const near = readable.filter((each) => each.likelihood > best.likelihood - lead);
  const same = sameAs(best, near);
  if (same.length === near.length) return certain(nameOf(same), same);
  const chosen = byDetector(best, near, evidence);
  return chosen
    ? certain(chosen.charset, sameAs(chosen, near))
    : { kind: "open", candidates: listed(near, 0) };
}

function certain(charset: string, same: readonly Reading[] = []): Judgement {
  const others = same
    .map((each) => each.charset)
    .filter((each) => each !== charset && OFTEN_MISTAKEN.has(each) && OFTEN_MISTAKEN.has(charset));
  return { kind: "certain", charset, others };
}

/** UTF-16 without its mark: text has a zero in every second byte, or nowhere. */
function wideOf({ bytes, zeros: [even, odd] }: Evidence): string | undefined {
  const least = Math.max(2, bytes / 40);
  if (odd >= least && even * 20 < odd) return "utf-16le";
  if (even >= least && odd * 20 < even) return "utf-16be";
  return undefined;
}

/** Many charsets read the same text, or the same words: each is judged once. */
function readWithAll(words: readonly Buffer[]): Reading[] {
  const fitOnce = once(fitOf);
  const fits = new Map<string, TextFit>();
  return CHARSETS.map(({ name, isEast = false, isRare, script }) => {
    const read = isEast ? words.map((word) => iconv.decode(word, name)) : decodeAll(words, name);
    const isOther = script !== undefined && !read.some((word) => script.test(word));
    if (isOther) return { charset: name, isEast, words: read, likelihood: -Infinity, share: 0 };
    const text = read.join("\n");
    const { likelihood, share } = fits.get(text) ?? fitText(read, fitOnce);
    fits.set(text, { likelihood, share });
    return { charset: name, isEast, words: read, likelihood: likelihood + (isRare ? RARE : 0), share };
  });
}

function once<T>(valueOf: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (text) => {
    const found = known.get(text) ?? { value: valueOf(text) };
    known.set(text, found);
    return found.value;
  };
}

/** At once, which is faster: of a byte a letter, so none takes the line ends between them for a part of it. */
function decodeAll(words: readonly Buffer[], charset: string): string[] {
  if (words.length === 0) return [];
  return iconv
    .decode(Buffer.concat(words.flatMap((word) => [word, LINE_END])), charset)
    .split("\n", words.length);
}

const LINE_END = Buffer.from("\n");

function sameAs(one: Reading, readings: readonly Reading[]): Reading[] {
  return readings.filter(({ words }) => words.every((word, at) => word === one.words[at]));
}

/** The one that is met most often. */
function nameOf(readings: readonly Reading[]): string {
  const names = new Set(readings.map(({ charset }) => charset));
  return CHARSETS.find(({ name }) => names.has(name))?.name ?? "windows-1252";
}

/** Where the detector, which knows which letters follow which, has the same first, and it leads. */
function byDetector(best: Reading, near: readonly Reading[], { words }: Evidence): Reading | undefined {
  const differing = words.filter((_, at) => near.some((each) => each.words[at] !== best.words[at]));
  if (differing.length < DETECTOR_WORDS) return undefined;
  const text = Buffer.concat(differing.flatMap((word) => [word, Buffer.from(" ")]));
  const found = new Map(detectAll(text).map(({ encoding, confidence }) => [encoding, confidence]));
  const ranked = near
    .map((reading) => {
      const detector = CHARSETS.find(({ name }) => name === reading.charset)?.detector ?? "";
      return { reading, confidence: found.get(detector) ?? 0 };
    })
    .toSorted((a, b) => b.confidence - a.confidence);
  const [first] = ranked;
  if (!first) return undefined;
  const same = new Set(sameAs(first.reading, near));
  const second = ranked.find(({ reading }) => !same.has(reading))?.confidence ?? 0;
  return same.has(best) && first.confidence >= second * DETECTOR_LEAD
    ? { ...best, charset: nameOf([...same]) }
    : undefined;
}

/** One for each text that they make of it. */
function listed(readings: readonly Reading[], utf8: number): string[] {
  const texts = new Map<string, Reading[]>();
  for (const reading of readings) {
    const text = reading.words.join(" ");
    texts.set(text, [...(texts.get(text) ?? []), reading]);
  }
  const names = [...texts.values()].map(nameOf);
  const likeliest = [...(utf8 > 0 ? ["utf-8"] : []), ...names].slice(0, CANDIDATES_MAX);
  // Of near ones, those that are met most often first.
  return likeliest.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf(charset: string): number {
  return CHARSETS.findIndex(({ name }) => name === charset);
}
