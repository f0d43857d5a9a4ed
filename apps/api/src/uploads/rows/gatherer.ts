/** A record that was gathered; without bytes where it is longer than the limit. */
export interface Gathered {
  readonly bytes: Buffer | undefined;
  readonly length: number;
}

/** Puts records together that come in pieces; of one that is too long it keeps the length alone. */
export interface Gatherer {
  add(piece: Buffer): void;
  /** The record with its last piece. */
  take(last: Buffer): Gathered;
  readonly length: number;
}

const FIRST_CAPACITY = 4_096;

export function createGatherer(maxBytes: number): Gatherer {
  let buffer = Buffer.alloc(0);
  let length = 0;

  function add(piece: Buffer): void {
    const before = length;
    length += piece.length;
    if (length > maxBytes) buffer = Buffer.alloc(0);
    if (length > maxBytes || piece.length === 0) return;
    if (length > buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(FIRST_CAPACITY, buffer.length * 2, length));
      buffer.copy(larger, 0, 0, before);
      buffer = larger;
    }
    piece.copy(buffer, before);
  }

  return {
    add,
    take(last) {
      // Most records come whole.
      if (length === 0) return { bytes: last.length > maxBytes ? undefined : last, length: last.length };
      add(last);
      const gathered = {
        bytes: length > maxBytes ? undefined : Buffer.from(buffer.subarray(0, length)),
        length,
      };
      length = 0;
      return gathered;
    },
    get length() {
      return length;
    },
  };
}
