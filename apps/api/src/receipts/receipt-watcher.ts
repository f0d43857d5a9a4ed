import { StoredResult } from "@onefold/contract";
import type { ItemRef } from "@onefold/contract";
import type { ReceivedReply, ReplyListener } from "@onefold/queue";
import { receiptKey } from "@onefold/records";
import type { Receipt, StoredReceipt } from "@onefold/records";

export interface ReceiptWatcherOptions {
  readReceipts(refs: readonly ItemRef[]): Promise<Map<string, StoredReceipt>>;
  onError(error: unknown): void;
}

/** Waits for receipts. Workers tell it by replies what became of this process' items. */
export interface ReceiptWatcher extends AsyncDisposable, ReplyListener {
  /**
   * Registers a waiter for an item of this process. Call it before the item is submitted: else the reply may be missed.
   */
  expectReply(ref: ItemRef): Waiter<Receipt>;
  /** Registers a waiter for the stored receipt of any item. */
  expectStored(ref: ItemRef): Waiter<StoredReceipt>;
}

export interface Waiter<Found> extends Disposable {
  /** Gives the receipt as soon as it is there, or undefined when the time is over. */
  receipt(timeoutMs: number): Promise<Found | undefined>;
}

/** The most receipts of one read. */
const READ_MAX = 1_000;
const TICK_MS = 250;
/**
 * How often an item is looked for of which a reply should come, in case that got lost. Other items are looked for at
 * every tick.
 */
const NET_MS = 1_000;

type Settle<Found> = (receipt: Found | undefined) => void;

interface Waiting {
  readonly ref: ItemRef;
  readonly pollMs: number;
  readonly forReply: Set<Settle<Receipt>>;
  readonly forStored: Set<Settle<StoredReceipt>>;
  nextPoll: number;
}

/**
 * Waits for any number of receipts. A reply says what the receipt says. Where none comes, or it says too little, the
 * receipt is read, with one read at a time: it takes all that became due during the read before it.
 */
export function createReceiptWatcher(options: ReceiptWatcherOptions): ReceiptWatcher {
  const waiting = new Map<string, Waiting>();
  const due = new Set<string>();
  let isReading = false;
  let isFailing = false;
  let isListening = false;
  let isClosed = false;
  let ticker: NodeJS.Timeout | undefined;

  async function read(): Promise<void> {
    if (isReading) return;
    isReading = true;
    try {
      while (due.size > 0) await readOnce();
      isFailing = false;
    } catch (error) {
      // The next tick asks again. The failure is told once, not four times a second.
      if (!isFailing) options.onError(error);
      isFailing = true;
    } finally {
      isReading = false;
    }
  }

  async function readOnce(): Promise<void> {
    const refs: ItemRef[] = [];
    for (const key of due) {
      if (refs.length === READ_MAX) break;
      due.delete(key);
      const entry = waiting.get(key);
      if (entry) refs.push(entry.ref);
    }
    if (refs.length === 0) return;
    for (const [key, receipt] of await options.readReceipts(refs)) settleAll(key, receipt);
  }

  function settleAll(key: string, receipt: StoredReceipt | undefined): void {
    const entry = waiting.get(key);
    if (!entry) return;
    for (const settle of [...entry.forReply, ...entry.forStored]) settle(receipt);
    forget(key);
  }

  function takeReply({ jobId, row, clock, result }: ReceivedReply): void {
    const key = receiptKey({ jobId, row });
    const entry = waiting.get(key);
    if (!entry) return;
    // A result that a newer Onefold wrote is read as any other: in vain, until the time is over.
    const known = result === undefined ? undefined : StoredResult.safeParse(result).data;
    if (known) {
      for (const settle of entry.forReply) settle({ ref: entry.ref, clock, result: known });
      entry.forReply.clear();
    }
    if (entry.forReply.size + entry.forStored.size > 0) due.add(key);
    else forget(key);
  }

  function forget(key: string): void {
    waiting.delete(key);
    due.delete(key);
    if (waiting.size > 0) return;
    clearInterval(ticker);
    ticker = undefined;
  }

  function tick(): void {
    const now = performance.now();
    for (const [key, entry] of waiting) {
      if (now < entry.nextPoll && isListening) continue;
      entry.nextPoll = now + entry.pollMs;
      due.add(key);
    }
    void read();
  }

  function entryFor(key: string, ref: ItemRef, pollMs: number): Waiting {
    const existing = waiting.get(key);
    if (existing) return existing;
    const nextPoll = performance.now() + pollMs;
    const entry: Waiting = { ref, pollMs, forReply: new Set(), forStored: new Set(), nextPoll };
    waiting.set(key, entry);
    ticker ??= setInterval(tick, TICK_MS);
    return entry;
  }

  function expect<Found>(
    ref: ItemRef,
    pollMs: number,
    waitersOf: (entry: Waiting) => Set<Settle<Found>>,
  ): Waiter<Found> {
    const key = receiptKey(ref);
    const { promise, resolve } = Promise.withResolvers<Found | undefined>();
    const entry = isClosed ? undefined : entryFor(key, ref, pollMs);
    if (entry) waitersOf(entry).add(resolve);
    else resolve(undefined);
    let timer: NodeJS.Timeout | undefined;
    return {
      receipt(timeoutMs) {
        timer = setTimeout(resolve, timeoutMs, undefined);
        return promise;
      },
      [Symbol.dispose]() {
        clearTimeout(timer);
        if (!entry) return;
        waitersOf(entry).delete(resolve);
        if (entry.forReply.size + entry.forStored.size === 0 && waiting.get(key) === entry) forget(key);
      },
    };
  }

  return {
    expectReply: (ref) => expect(ref, NET_MS, (entry) => entry.forReply),
    expectStored: (ref) => expect(ref, TICK_MS, (entry) => entry.forStored),
    onReplies(replies) {
      for (const reply of replies) takeReply(reply);
      void read();
    },
    onUp() {
      isListening = true;
      for (const key of waiting.keys()) due.add(key);
      void read();
    },
    onDown(error) {
      isListening = false;
      options.onError(error);
    },
    async [Symbol.asyncDispose]() {
      isClosed = true;
      for (const key of waiting.keys()) settleAll(key, undefined);
    },
  };
}
