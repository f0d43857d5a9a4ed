import type { ChunkWorker } from "./stores/backend.ts";
import { within } from "./within.ts";

/** The time for BullMQ to write what became of the last chunks and to disconnect. */
const GOODBYE_MS = 2_000;

/**
 * Stops a Worker within about `deadlineMs`. BullMQ's `worker.close()` has no timeout, and a second call can't force the
 * first one. So the waiting happens here, and then the worker is told which way to close.
 */
export async function stopWorker(
  worker: ChunkWorker,
  handlers: ReadonlySet<Promise<void>>,
  deadlineMs: number,
  ping: () => Promise<unknown>,
): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  await settledWithin(GOODBYE_MS, worker.pause());
  const idle = await settledWithin(deadlineMs, untilEmpty(handlers));
  // If it is forced, it leaves the chunks in hand locked, and another worker gets them once the lock has run out.
  // Without its store BullMQ would wait for ever for a chunk that it was asking for, and keep its timers.
  const polite = idle && (await answersWithin(GOODBYE_MS, ping()));
  const closing = worker.close(!polite);
  const left = Math.max(GOODBYE_MS, deadline - performance.now());
  if (await settledWithin(left, closing)) return;
  // The store doesn't answer.
  await settledWithin(GOODBYE_MS, worker.cut());
  await settledWithin(GOODBYE_MS, closing);
}

/** A chunk may have been on its way when the worker was paused, so this is a loop. */
async function untilEmpty(handlers: ReadonlySet<Promise<void>>): Promise<void> {
  while (handlers.size > 0) await Promise.allSettled(handlers);
}

async function answersWithin(ms: number, ping: Promise<unknown>): Promise<boolean> {
  try {
    await within(ms, ping, () => new Error("late"));
    return true;
  } catch {
    return false;
  }
}

async function settledWithin(ms: number, promise: Promise<unknown>): Promise<boolean> {
  const late = new Error("late");
  try {
    await within(ms, promise, () => late);
    return true;
  } catch (error) {
    return error !== late;
  }
}
