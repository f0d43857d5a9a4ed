import { setTimeout as delay } from "node:timers/promises";

export interface CommitForeverOptions<Item> {
  commit(items: readonly Item[]): Promise<void>;
  /** Ends the waiting: the batch then fails, and the queue delivers its chunks again. */
  readonly signal: AbortSignal;
  /** Told of each failure, with how long it waits until the next try. */
  onFailure(items: readonly Item[], error: unknown, waitMs: number): void;
  /** A batch is committed, or given back. */
  onEnd(items: readonly Item[]): void;
}

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/**
 * Commits, and where the database can't, holds the batch and tries again for ever: an outage uses up no
 * attempts of a chunk and loses nothing (DESIGN.md, "A full or absent store").
 */
export function commitForever<Item>(
  options: CommitForeverOptions<Item>,
): (items: readonly Item[]) => Promise<void> {
  return async (items) => {
    try {
      await untilCommitted(items);
    } finally {
      options.onEnd(items);
    }
  };

  async function untilCommitted(items: readonly Item[]): Promise<void> {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      try {
        return await options.commit(items);
      } catch (error) {
        if (options.signal.aborted) throw error;
        options.onFailure(items, error, waitMs);
        await delay(waitMs, undefined, { signal: options.signal });
      }
    }
  }
}
