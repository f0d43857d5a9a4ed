import { setTimeout as delay } from "node:timers/promises";
import { ApiRefusal } from "../api/api-refusal.ts";
import type { Trying } from "../api/client-of.ts";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Tries again what the service doesn't take now, with longer and longer pauses. The client counts a request's time; an
 * upload may take hours, and is given up only when it has got nowhere for so long.
 * @param attempt calls `gotFurther` when it has made progress: the time without progress begins anew
 * @throws the last ApiRefusal, whatever else it throws, or the reason of the signal
 */
export async function keepTrying<Result>(
  { forMs, signal, onRetry }: Trying,
  attempt: (gotFurther: () => void, attempts: number) => Promise<Result>,
): Promise<Result> {
  let failingSince: number | undefined;
  let pause = FIRST_PAUSE_MS;
  const gotFurther = () => {
    failingSince = undefined;
    pause = FIRST_PAUSE_MS;
  };
  for (let attempts = 1; ; attempts++) {
    signal.throwIfAborted();
    try {
      return await attempt(gotFurther, attempts);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ApiRefusal) || !error.isPassing) throw error;
      failingSince ??= Date.now();
      const wait = Math.max(pause, error.retryAfterMs ?? 0);
      if (Date.now() + wait - failingSince > forMs) throw error;
      onRetry(error, wait);
      await sleep(wait, signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }
}

/** @throws the reason of the signal */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}
