import { setTimeout as delay } from "node:timers/promises";
import { classifyError } from "./classify-error.ts";
import { ContentionError } from "./contention-error.ts";

const TRIES = 10;
const DELAY_MS = 20;
/** A transaction of a process that stands still can't last as long. So whoever has the lock then is at work. */
const PATIENCE_MS = 6_000;

/**
 * Runs a transaction again: a few times if it lost a race to another one, and for some seconds if it waited in vain for
 * a lock.
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
      // The delay is random, so that two that collided don't collide again.
      await delay(Math.random() * DELAY_MS * attempt);
    }
  }
}
