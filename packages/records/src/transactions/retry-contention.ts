import { setTimeout as delay } from "node:timers/promises";
import { classifyError } from "./classify-error.ts";
import { ContentionError } from "./contention-error.ts";

const TRIES = 10;
const DELAY_MS = 20;
/** Longer than a transaction of a process that stands still may last: whoever has the lock then is at work. */
const PATIENCE_MS = 6_000;

/**
 * Does it again where it lost a race to another transaction, a few times, and where it waited in vain for a lock,
 * for some seconds.
 * @throws ContentionError where it lost them all
 */
export async function retryContention<T>(transact: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (let attempt = 1; ; attempt++) {
    try {
      return await transact();
    } catch (error) {
      const kind = classifyError(error);
      if (kind !== "contention" && kind !== "blocked") throw error;
      if (attempt === TRIES || (kind === "blocked" && performance.now() > giveUpAt))
        throw new ContentionError("what this needs", { cause: error });
      // Jitter, so that two that collided don't collide again.
      await delay(Math.random() * DELAY_MS * attempt);
    }
  }
}
