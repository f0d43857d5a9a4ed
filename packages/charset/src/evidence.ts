import { keepWords } from "./keep-words.ts";

/** What a judge keeps of a file, whatever its length. */
export interface Evidence {
  readonly bytes: number;
  /** Sequences of UTF-8 beyond ASCII: whole ones, and what is none. */
  readonly valid: number;
  readonly invalid: number;
  /** Bytes of zero at even and at odd places. */
  readonly zeros: readonly [even: number, odd: number];
  /** Words with bytes beyond ASCII, each once: of a long file the first ones, and later ones with other bytes. */
  readonly words: readonly Buffer[];
  /** Bytes beyond ASCII that the file has, but none of these words: what they stand for isn't judged. */
  readonly unseen: readonly number[];
}

/** Gathers evidence, piece by piece; how the file is cut doesn't matter. */
export interface Gathering {
  add(bytes: Uint8Array): void;
  /** @param isWhole whether the file ends here, or is cut within a word perhaps */
  end(isWhole: boolean): Evidence;
}

/** What is longer is no word. */
const WORD_MAX_BYTES = 64;
/** Below it no charset has the second byte of a letter: blanks, digits, commas, semicolons, quotes, line ends. */
const WORD_FROM = 0x40;

export function gatherEvidence(): Gathering {
  let bytes = 0;
  const zeros: [number, number] = [0, 0];
  const utf8 = createUtf8Counter();
  const kept = keepWords();
  const present = new Uint8Array(256);
  const word = Buffer.alloc(WORD_MAX_BYTES);
  let length = 0;
  let isBeyond = false;

  function closeWord(bytesOfIt: number): void {
    if (bytesOfIt <= WORD_MAX_BYTES) kept.add(word.subarray(0, bytesOfIt));
  }

  return {
    add(piece) {
      // Locals: there can be a thousand million bytes.
      let [at, has] = [length, isBeyond];
      for (let index = 0; index < piece.length; index++) {
        const byte = piece[index] ?? 0;
        if (byte >= 0x80) {
          has = true;
          present[byte] = 1;
        }
        if (byte >= 0x80 || utf8.isWithin) utf8.next(byte);
        if (byte >= WORD_FROM) {
          if (at < WORD_MAX_BYTES) word[at] = byte;
          at++;
          continue;
        }
        if (byte === 0) zeros[(bytes + index) & 1 ? 1 : 0]++;
        if (has) closeWord(at);
        at = 0;
        has = false;
      }
      [length, isBeyond] = [at, has];
      bytes += piece.length;
    },
    end(isWhole) {
      if (isWhole) {
        if (isBeyond) closeWord(length);
        utf8.end();
      }
      const unseen = Array.from(present.keys()).filter((byte) => present[byte] === 1 && !kept.has(byte));
      return { bytes, ...utf8.counts, zeros, words: kept.words, unseen };
    },
  };
}

interface Utf8Counter {
  readonly counts: { valid: number; invalid: number };
  /** More bytes belong to the last one. */
  isWithin: boolean;
  next(byte: number): void;
  end(): void;
}

function createUtf8Counter(): Utf8Counter {
  const counts = { valid: 0, invalid: 0 };
  let missing = 0;
  let least = 0x80;
  let most = 0xbf;

  function begin(byte: number): void {
    least = 0x80;
    most = 0xbf;
    missing = byte < 0xc2 || byte > 0xf4 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    if (byte >= 0x80 && missing === 0) counts.invalid++;
    // Longer forms than needed, halves of pairs, and what is beyond Unicode.
    if (byte === 0xe0) least = 0xa0;
    else if (byte === 0xf0) least = 0x90;
    else if (byte === 0xed) most = 0x9f;
    else if (byte === 0xf4) most = 0x8f;
  }

  const counter: Utf8Counter = {
    counts,
    isWithin: false,
    next(byte) {
      if (missing > 0 && byte >= least && byte <= most) {
        least = 0x80;
        most = 0xbf;
        if (--missing === 0) counts.valid++;
      } else {
        if (missing > 0) counts.invalid++;
        begin(byte);
      }
      counter.isWithin = missing > 0;
    },
    end() {
      if (missing > 0) counts.invalid++;
      missing = 0;
    },
  };
  return counter;
}
