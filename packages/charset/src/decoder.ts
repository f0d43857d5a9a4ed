import iconv from "iconv-lite";

/** Makes UTF-8 of another charset, piece by piece. What can't be read becomes a byte that no UTF-8 has. */
export interface Decoder {
  write(bytes: Uint8Array): Buffer;
  end(): Buffer;
}

/** No text in UTF-8 has it: who reads on sees that something could not be read, and where. */
const UNREADABLE = Buffer.of(0xff);

/**
 * @param charset by its canonical name
 * @param others charsets of a byte a letter that it may be as well: a byte that they read differently can't be read
 */
export function createDecoder(charset: string, others: readonly string[] = []): Decoder {
  const doubtful = doubtfulBytes(charset, others);
  const decoder = decoderOf(charset);
  let held = "";

  function utf8(text: string): Buffer {
    const all = held + text;
    // A pair can be cut between two pieces.
    const isCut = /[\ud800-\udbff]$/.test(all);
    held = isCut ? all.slice(-1) : "";
    return marked(isCut ? all.slice(0, -1) : all);
  }

  return {
    write: (bytes) => {
      if (doubtful.size === 0) return utf8(decoder.write(bytes));
      const parts: Buffer[] = [];
      let start = 0;
      bytes.forEach((byte, at) => {
        if (!doubtful.has(byte)) return;
        parts.push(utf8(decoder.write(bytes.subarray(start, at))), UNREADABLE);
        start = at + 1;
      });
      parts.push(utf8(decoder.write(bytes.subarray(start))));
      return Buffer.concat(parts);
    },
    end: () => {
      const last = held + decoder.end();
      held = "";
      return marked(last);
    },
  };
}

/** Of a byte a letter by iconv-lite, which tells bytes that are no letter; the others by the system, in any pieces. */
function decoderOf(charset: string): { write(bytes: Uint8Array): string; end(): string } {
  if (SEVERAL_BYTES.test(charset) || !iconv.encodingExists(charset)) {
    return inLargePieces(new TextDecoder(charset, { ignoreBOM: true }));
  }
  const stream = iconv.getDecoder(charset);
  return { write: (bytes) => stream.write(Buffer.from(bytes)), end: () => stream.end() ?? "" };
}

/**
 * Node gives a piece room for two letters a byte, and throws where the bytes that it kept from before need more. So no
 * piece is shorter than what it can keep, and the last one isn't either.
 */
function inLargePieces(stream: InstanceType<typeof TextDecoder>): {
  write(bytes: Uint8Array): string;
  end(): string;
} {
  let kept = Buffer.alloc(0);
  return {
    write: (bytes) => {
      const all = Buffer.concat([kept, bytes]);
      const until = all.length < 2 * LONGEST_LETTER ? 0 : all.length - LONGEST_LETTER;
      kept = all.subarray(until);
      return until === 0 ? "" : stream.decode(all.subarray(0, until), { stream: true });
    },
    end: () => stream.decode(kept),
  };
}

/** Bytes, escapes of ISO-2022 included. */
const LONGEST_LETTER = 8;

const SEVERAL_BYTES = /^(?:utf|iso-2022|shift|euc|gb|big5)/;

function marked(text: string): Buffer {
  const wellFormed = text.toWellFormed();
  if (!wellFormed.includes("\ufffd")) return Buffer.from(wellFormed);
  const parts = wellFormed.split("\ufffd").flatMap((part) => [UNREADABLE, Buffer.from(part)]);
  return Buffer.concat(parts.slice(1));
}

/** Bytes that some of the others, of a byte a letter all of them, read differently. */
export function doubtfulBytes(charset: string, others: readonly string[]): ReadonlySet<number> {
  const doubtful = new Set<number>();
  if (others.length === 0) return doubtful;
  for (let byte = 0x80; byte < 0x100; byte++) {
    const bytes = Buffer.of(byte);
    const letter = iconv.decode(bytes, charset);
    if (others.some((other) => iconv.decode(bytes, other) !== letter)) doubtful.add(byte);
  }
  return doubtful;
}
