const LINE_FEED = 10;

/** Says in which line an offset is, of the chunk that is read now; offsets are asked in rising order. */
export interface LineCounter {
  next(chunk: Buffer): void;
  at(offset: number): number;
  /** Of all chunks so far. */
  readonly length: number;
}

export function createLineCounter(): LineCounter {
  let chunk: Buffer = Buffer.alloc(0);
  let base = 0;
  let line = 1;
  let counted = 0;

  function countTo(position: number): void {
    for (;;) {
      const feed = chunk.indexOf(LINE_FEED, counted);
      if (feed === -1 || feed >= position) return;
      counted = feed + 1;
      line++;
    }
  }

  return {
    next(following) {
      countTo(chunk.length);
      base += chunk.length;
      chunk = following;
      counted = 0;
    },
    at(offset) {
      countTo(offset - base);
      return line;
    },
    get length() {
      return base + chunk.length;
    },
  };
}
