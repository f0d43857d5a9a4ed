/** Words, each once, as many as are judged in a few milliseconds, whatever the file. */
export interface KeptWords {
  /** @param word is copied where it is kept */
  add(word: Buffer): void;
  readonly words: readonly Buffer[];
  has(byte: number): boolean;
}

/** By so many words a language is known. */
const FIRST = { words: 300, bytes: 4 * 1024 };
/** Of the words after those: with a byte that few have had. A file can be sorted by country. */
const RARE = { words: 128, bytes: 2 * 1024 };
/** With a byte that none has had; there are 128 such bytes. */
const NEW = { words: 256, bytes: 4 * 1024 };
/** By so many words it is told what a byte stands for. */
const FEW = 8;

export function keepWords(): KeptWords {
  const found = new Set<string>();
  const first = { words: 0, bytes: 0 };
  const later = { words: 0, bytes: 0 };
  /** For each byte, how many of the words kept have it. */
  const counts = new Uint16Array(256);

  function roomFor(word: Buffer): typeof first | undefined {
    if (hasRoom(first, FIRST, word)) return first;
    let least = FEW;
    for (const byte of word) if (byte >= 0x80) least = Math.min(least, counts[byte] ?? 0);
    if (least === FEW) return undefined;
    return hasRoom(later, least === 0 ? NEW : RARE, word) ? later : undefined;
  }

  return {
    add(word) {
      const room = roomFor(word);
      if (!room) return;
      const text = word.toString("latin1");
      if (found.has(text)) return;
      found.add(text);
      room.words++;
      room.bytes += word.length;
      for (const byte of new Set(word)) counts[byte] = (counts[byte] ?? 0) + 1;
    },
    get words() {
      return Array.from(found, (each) => Buffer.from(each, "latin1"));
    },
    has: (byte) => (counts[byte] ?? 0) > 0,
  };
}

function hasRoom(kept: typeof FIRST, most: typeof FIRST, word: Buffer): boolean {
  return kept.words < most.words && kept.bytes + word.length <= most.bytes;
}
