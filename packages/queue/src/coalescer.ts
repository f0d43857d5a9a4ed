export interface CoalescerOptions<Item, Result> {
  maxItems: number;
  maxBytes: number;
  /** How many chunks may be on their way at once. Only full ones go beside another. */
  maxInFlight: number;
  /** A chunk that takes longer, in milliseconds, keeps none that come after it from going. They wait for it by default. */
  patienceMs?: number;
  /** Sends one chunk. The results stand in the order of the items. If it rejects, every item is rejected. */
  flush(items: readonly Item[]): Promise<readonly Result[]>;
}

export interface Coalescer<Item, Result> {
  /** Settles exactly once, with the item's own result or the rejection of its chunk. */
  add(item: Item, bytes: number): Promise<Result>;
  /** How many items wait or are on their way. */
  pending(): number;
  /** Resolves when nothing is pending. */
  idle(): Promise<void>;
}

interface Entry<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

interface OpenChunk<Item, Result> {
  entries: Entry<Item, Result>[];
  bytes: number;
}

/**
 * Lets concurrent callers share one send (docs/architecture.md#the-way-of-a-request). If nothing is
 * on its way, an item goes at the end of this turn of the event loop, with all that the turn brings: clients that were
 * answered together send their next requests together. Else it gathers with others until that returns. So an idle
 * service adds no delay, and a busy one sends large chunks. Chunks start in the order of their items.
 */
export function createCoalescer<Item, Result>(
  options: CoalescerOptions<Item, Result>,
): Coalescer<Item, Result> {
  let open: OpenChunk<Item, Result> = { entries: [], bytes: 0 };
  const full: OpenChunk<Item, Result>[] = [];
  let inFlight = 0;
  let pending = 0;
  let endOfTurn: NodeJS.Immediate | undefined;
  const idlers: (() => void)[] = [];

  return {
    add(item, bytes) {
      return new Promise((resolve, reject) => {
        if (open.entries.length > 0 && open.bytes + bytes > options.maxBytes) closeOpen();
        open.entries.push({ item, resolve, reject });
        open.bytes += bytes;
        pending += 1;
        if (open.entries.length >= options.maxItems || open.bytes >= options.maxBytes) closeOpen();
        pump();
      });
    },
    pending: () => pending,
    idle: () => (pending === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  };

  function closeOpen(): void {
    full.push(open);
    open = { entries: [], bytes: 0 };
  }

  function pump(): void {
    while (inFlight < options.maxInFlight) {
      const chunk = full.shift();
      if (chunk === undefined) break;
      void send(chunk);
    }
    if (open.entries.length > 0) endOfTurn ??= setImmediate(sendOpen);
  }

  function sendOpen(): void {
    endOfTurn = undefined;
    if (inFlight > 0 || open.entries.length === 0) return;
    const chunk = open;
    open = { entries: [], bytes: 0 };
    void send(chunk);
  }

  async function send(chunk: OpenChunk<Item, Result>): Promise<void> {
    inFlight += 1;
    let isAwaited = true;
    const slow = options.patienceMs === undefined ? undefined : setTimeout(letOthersGo, options.patienceMs);
    try {
      const results = await options.flush(chunk.entries.map((entry) => entry.item));
      if (results.length !== chunk.entries.length) throw new Error("flush() must return one result per item");
      results.forEach((result, index) => chunk.entries[index]?.resolve(result));
    } catch (error) {
      for (const entry of chunk.entries) entry.reject(error);
    } finally {
      clearTimeout(slow);
      pending -= chunk.entries.length;
      letOthersGo();
      if (pending === 0) for (const wake of idlers.splice(0)) wake();
    }

    function letOthersGo(): void {
      if (isAwaited) inFlight -= 1;
      isAwaited = false;
      pump();
    }
  }
}
