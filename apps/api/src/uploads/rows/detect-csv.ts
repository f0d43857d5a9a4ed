import { isUtf8 } from "node:buffer";

/** How a CSV is written, by its beginning. */
export interface Charset {
  readonly name: string;
  /** Not announced, but seen. */
  readonly detected?: true;
}

/** Bytes of the beginning that say how it is written. */
export const SAMPLE_BYTES = 64 * 1024;

/**
 * The charset of a CSV: by its byte order mark, else as announced, else UTF-8; or Windows-1252, as spreadsheets
 * write it, where the beginning isn't valid UTF-8.
 */
export function charsetOf(sample: Buffer, announced: string | undefined): Charset {
  const marked = MARKS.find(([, mark]) => sample.subarray(0, mark.length).equals(mark));
  if (marked) return { name: marked[0] };
  if (announced !== undefined) return { name: announced };
  return isUtf8(wholeCharacters(sample)) ? { name: "utf-8" } : { name: "windows-1252", detected: true };
}

const MARKS = [
  ["utf-8", Buffer.of(0xef, 0xbb, 0xbf)],
  ["utf-16le", Buffer.of(0xff, 0xfe)],
  ["utf-16be", Buffer.of(0xfe, 0xff)],
] as const;

/** Without a character that a full sample cuts through. */
function wholeCharacters(sample: Buffer): Buffer {
  if (sample.length < SAMPLE_BYTES) return sample;
  let end = sample.length;
  while (end > sample.length - 4 && isContinuation(sample[end - 1])) end--;
  const lead = sample[end - 1] ?? 0;
  return lead >= 0xc0 ? sample.subarray(0, end - 1) : sample;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte < 0xc0;
}

const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The delimiters, that which stands most often in the first line, outside of quotes, before the others. */
export function delimitersOf(text: string): [Delimiter, ...Delimiter[]] {
  const counts = new Map<string, number>();
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === "\n" || character === "\r") break;
    else counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  const count = (delimiter: Delimiter) => counts.get(delimiter) ?? 0;
  const [first = ",", ...others] = DELIMITERS.toSorted((a, b) => count(b) - count(a));
  return [first, ...others];
}

/** `sep=;` in a line of its own before the header, as Excel writes and reads it. */
export function separatorLine(text: string): { delimiter: Delimiter; length: number } | undefined {
  const found = /^sep=(.)(?:\r\n|\n|\r)/i.exec(text);
  const delimiter = DELIMITERS.find((known) => known === found?.[1]);
  return found && delimiter ? { delimiter, length: found[0].length } : undefined;
}
