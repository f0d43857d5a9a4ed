import { setTimeout as delay } from "node:timers/promises";
import { classifyError } from "./classify-error.ts";
import { ContentionError } from "./contention-error.ts";

const TRIES = 10;
const DELAY_MS = 20;

/**
 * Does it again where it lost a race to another transaction, a few times.
 * @throws ContentionError where it lost them all
 */
export async function retryContention<T>(transact: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transact();
    } catch (error) {
      if (classifyError(error) !== "contention") throw error;
      if (attempt === TRIES) throw new ContentionError("what this needs", { cause: error });
      // Jitter, so that two that collided don't collide again.
      await delay(Math.random() * DELAY_MS * attempt);
    }
  }
}
