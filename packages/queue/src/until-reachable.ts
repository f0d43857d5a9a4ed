import { setTimeout as pause } from "node:timers/promises";
import { within } from "./within.ts";

const PAUSE_MS = 250;
const PING_MS = 5_000;

/** With these the store says that it will never let us in, so waiting is of no use. */
const HOPELESS = new Set(["28P01", "28000", "3D000", "42501"]);
const HOPELESS_WORDS = /WRONGPASS|NOAUTH|NOPERM|invalid username-password|without any password configured/i;

/**
 * Pings until the store answers, and gives the answer. BullMQ must not be built before: on Postgres a Queue or Worker
 * that is built while the database is down never recovers and says nothing.
 */
export async function untilReachable<T>(
  ping: () => Promise<T>,
  store: { shown: string },
  options: { startTimeoutMs?: number; signal?: AbortSignal },
): Promise<T> {
  const start = Date.now();
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      return await ping();
    } catch (cause) {
      if (isHopeless(cause)) {
        throw new Error(`The queue at ${store.shown} refuses us: ${messageOf(cause)}.`, { cause });
      }
      if (Date.now() - start >= (options.startTimeoutMs ?? Infinity)) {
        const seconds = Math.round((Date.now() - start) / 1_000);
        throw new Error(
          `The queue at ${store.shown} is not reachable after ${seconds} s: ${messageOf(cause)}.`,
          { cause },
        );
      }
    }
    await pause(PAUSE_MS, undefined, options.signal === undefined ? {} : { signal: options.signal });
  }
}

/** Waits for a ping, but not for ever. */
export function inTime<T>(ping: Promise<T>): Promise<T> {
  return within(PING_MS, ping, () => new Error("it didn't answer a ping"));
}

/** Says what went wrong. Node's error for a refused connection to two addresses has an empty message. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(messageOf).join(", ");
  return error instanceof Error ? error.message : String(error);
}

function isHopeless(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return (typeof code === "string" && HOPELESS.has(code)) || HOPELESS_WORDS.test(messageOf(error));
}
