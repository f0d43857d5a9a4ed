/** A row with its place, and what is sent of it. */
export interface GatheredRow<Row> {
  readonly index: number;
  readonly row: Row;
  readonly line: string;
}

export interface GatherOptions {
  /** The most rows of a batch. */
  readonly rows: number;
  /** The most characters of a batch; one row can be longer. */
  readonly characters: number;
  /** How long a row waits for others. */
  readonly lingerMs: number;
  readonly signal: AbortSignal;
}

/**
 * Gathers rows into batches. It reads on while a batch is dealt with, as far as one more batch: so batches are as large
 * as they become meanwhile, and a row that comes alone doesn't wait for long.
 * @throws what the source throws, once all before it was given; or the reason of the signal
 */
export async function* gather<Row extends object>(
  source: AsyncIterable<Row> | Iterable<Row>,
  { rows: maxRows, characters: maxCharacters, lingerMs, signal }: GatherOptions,
): AsyncGenerator<readonly GatheredRow<Row>[], void> {
  let batch: GatheredRow<Row>[] = [];
  let characters = 0;
  let begunAt = 0;
  let end: { readonly error?: unknown } | undefined;
  const bell = createBell();
  const iterator =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  const isOver = () => end !== undefined || signal.aborted;
  const isFull = () => batch.length >= maxRows || characters >= maxCharacters;

  async function readAll(): Promise<void> {
    for (let index = 0; !isOver(); index++) {
      const { done, value } = await iterator.next();
      if (done === true) return;
      while (isFull() && !isOver()) await bell.rung();
      const row = { index, row: value, line: lineOf(value, index) };
      if (batch.length === 0) begunAt = performance.now();
      batch.push(row);
      characters += row.line.length;
      if (batch.length === 1 || isFull()) bell.ring();
    }
  }

  /** Waits for more, or for the time to be over. */
  async function linger(): Promise<void> {
    const until = begunAt + lingerMs;
    while (performance.now() < until && !isFull() && !isOver()) {
      // A timer counts from the beginning of its turn of the event loop. In a long turn it is early by as much: then there is
      // another one.
      const timer = setTimeout(bell.ring, until - performance.now());
      await bell.rung();
      clearTimeout(timer);
    }
  }

  signal.addEventListener("abort", bell.ring);
  readAll().then(
    () => ((end ??= {}), bell.ring()),
    (error: unknown) => ((end ??= { error }), bell.ring()),
  );
  try {
    for (;;) {
      while (batch.length === 0 && !isOver()) await bell.rung();
      await linger();
      signal.throwIfAborted();
      if (batch.length === 0) break;
      const whole = batch;
      batch = [];
      characters = 0;
      bell.ring();
      yield whole;
    }
    if (end && "error" in end) throw end.error;
  } finally {
    end ??= {};
    signal.removeEventListener("abort", bell.ring);
    bell.ring();
    // Not waited for: a source that stands still would never say that it is closed.
    void (async () => await iterator.return?.())().catch(() => undefined);
  }
}

function lineOf(row: unknown, index: number): string {
  if (typeof row === "object" && row !== null && !Array.isArray(row)) return JSON.stringify(row);
  throw new TypeError(`upsertMany takes objects: row ${index} is none.`);
}

/** Wakes all who wait. They look at what has changed. */
function createBell() {
  let waiting: (() => void)[] = [];
  return {
    ring(): void {
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    async rung(): Promise<void> {
      await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}
