import { setTimeout as delay } from "node:timers/promises";

/** A server that is to run, unless somebody stopped it. */
export interface Supervised {
  isDown(): boolean;
  /** Rejects where it can't start now. */
  start(): Promise<void>;
}

const EVERY_MS = 500;
const START_MS = 30_000;

/** Starts a server again that has ended by itself, as init does, and again where that fails; until disposed of. */
export function supervise({ isDown, start }: Supervised): AsyncDisposable {
  const stopping = new AbortController();
  const { signal } = stopping;
  const watching = watch();

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      if (isDown()) await start().catch(() => {});
      await delay(EVERY_MS, undefined, { signal }).catch(() => {});
    }
  }

  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await watching;
    },
  };
}

/** Starts it, and again where what kept it from starting may just be over; rejects with the last reason. */
export async function startInTime(start: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + START_MS;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(EVERY_MS);
    }
  }
}
