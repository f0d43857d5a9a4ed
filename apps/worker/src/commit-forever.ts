import { setTimeout as delay } from "node:timers/promises";

export interface CommitForeverOptions<Item> {
  commit(items: readonly Item[]): Promise<void>;
  /** Ends the waiting: the batch then fails, and the queue delivers its chunks again. */
  readonly signal: AbortSignal;
  /** Told of each failure, with how long it waits until the next try. */
  onFailure(error: unknown, waitMs: number): void;
  onRecovery(): void;
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
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      try {
        await options.commit(items);
        if (waitMs > FIRST_WAIT_MS) options.onRecovery();
        return;
      } catch (error) {
        if (options.signal.aborted) throw error;
        options.onFailure(error, waitMs);
        await delay(waitMs, undefined, { signal: options.signal });
      }
    }
  };
}
