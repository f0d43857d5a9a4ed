import type { ItemRef } from "@onefold/contract";
import { RECEIPTS_CHANNEL, receiptKey } from "@onefold/records";
import type { StoredReceipt } from "@onefold/records";
import { listen } from "./listen.ts";

export interface ReceiptWatcherOptions {
  /** The URL of the Postgres with the records. */
  readonly url: string;
  readReceipts(refs: readonly ItemRef[]): Promise<Map<string, StoredReceipt>>;
  onError(error: unknown): void;
}

export interface ReceiptWatcher extends AsyncDisposable {
  /**
   * Registers a waiter. For an item of this process, call it before the item is submitted: else the wake-up may be
   * missed.
   */
  expect(ref: ItemRef, origin: "own" | "any"): Waiter;
  /** Tells which chunk carries the items that are waited for. It is the producer's `beforeAdd`. */
  onChunk(chunk: { readonly chunkId: string; readonly refs: readonly ItemRef[] }): void;
}

export interface Waiter extends Disposable {
  /** Gives the receipt as soon as it is there, or undefined when the time is over. */
  receipt(timeoutMs: number): Promise<StoredReceipt | undefined>;
}

/** The most receipts of one read. */
const READ_MAX = 1_000;
const TICK_MS = 250;
/**
 * How often an item is looked for that should be announced, in case the announcement got lost. Other items are looked
 * for at every tick.
 */
const NET_MS = 1_000;

interface Waiting {
  readonly ref: ItemRef;
  readonly pollMs: number;
  readonly waiters: Set<(receipt: StoredReceipt | undefined) => void>;
  chunkId?: string;
  nextPoll: number;
}

/**
 * Waits for any number of receipts with one read at a time. A read takes all that were announced or became due during
 * the read before it.
 */
export function createReceiptWatcher(options: ReceiptWatcherOptions): ReceiptWatcher {
  const waiting = new Map<string, Waiting>();
  const chunks = new Map<string, Set<string>>();
  const due = new Set<string>();
  let isReading = false;
  let isFailing = false;
  let isListening = false;
  let isClosed = false;
  let ticker: NodeJS.Timeout | undefined;

  const listener = listen({
    url: options.url,
    channel: RECEIPTS_CHANNEL,
    onPayload: (payload) => {
      for (const chunkId of payload.split(",")) for (const key of chunks.get(chunkId) ?? []) due.add(key);
      void read();
    },
    onUp: () => {
      isListening = true;
      for (const key of waiting.keys()) due.add(key);
      void read();
    },
    onDown: (error) => {
      isListening = false;
      options.onError(error);
    },
  });

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
    for (const [key, receipt] of await options.readReceipts(refs)) settle(key, receipt);
  }

  function settle(key: string, receipt: StoredReceipt | undefined): void {
    const entry = waiting.get(key);
    if (!entry) return;
    for (const resolve of entry.waiters) resolve(receipt);
    forget(key, entry);
  }

  function forget(key: string, { chunkId }: Waiting): void {
    waiting.delete(key);
    due.delete(key);
    if (chunkId !== undefined) {
      const keys = chunks.get(chunkId);
      keys?.delete(key);
      if (keys?.size === 0) chunks.delete(chunkId);
    }
    if (waiting.size === 0) {
      clearInterval(ticker);
      ticker = undefined;
    }
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

  function entryFor(key: string, ref: ItemRef, origin: "own" | "any"): Waiting {
    const existing = waiting.get(key);
    if (existing) return existing;
    const pollMs = origin === "own" ? NET_MS : TICK_MS;
    const entry = { ref, pollMs, waiters: new Set<never>(), nextPoll: performance.now() + pollMs };
    waiting.set(key, entry);
    ticker ??= setInterval(tick, TICK_MS);
    return entry;
  }

  return {
    expect(ref, origin) {
      const key = receiptKey(ref);
      const { promise, resolve } = Promise.withResolvers<StoredReceipt | undefined>();
      const entry = isClosed ? undefined : entryFor(key, ref, origin);
      if (entry) entry.waiters.add(resolve);
      else resolve(undefined);
      let timer: NodeJS.Timeout | undefined;
      return {
        receipt(timeoutMs) {
          timer = setTimeout(resolve, timeoutMs, undefined);
          return promise;
        },
        [Symbol.dispose]() {
          clearTimeout(timer);
          entry?.waiters.delete(resolve);
          if (entry?.waiters.size === 0 && waiting.get(key) === entry) forget(key, entry);
        },
      };
    },
    onChunk({ chunkId, refs }) {
      if (waiting.size === 0) return;
      for (const ref of refs) {
        const key = receiptKey(ref);
        const entry = waiting.get(key);
        if (!entry) continue;
        entry.chunkId = chunkId;
        const keys = chunks.get(chunkId);
        if (keys) keys.add(key);
        else chunks.set(chunkId, new Set([key]));
      }
    },
    async [Symbol.asyncDispose]() {
      isClosed = true;
      for (const key of waiting.keys()) settle(key, undefined);
      await listener[Symbol.asyncDispose]();
    },
  };
}
