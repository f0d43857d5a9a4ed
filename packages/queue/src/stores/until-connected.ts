import type { OpenOptions } from "./backend.ts";
import { untilReachable } from "../until-reachable.ts";

/** What BullMQ's `Queue` and `Worker` have in common here. */
interface Connecting {
  waitUntilReady(): Promise<unknown>;
  close(force?: boolean): Promise<void>;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/**
 * Builds a Queue or a Worker whose connection is up, as soon as the store allows it. BullMQ keeps the outcome of its
 * first connection. If a Worker's first one failed, it asks for chunks for ever, without a pause and without reaching
 * its store, and the process does nothing else, not even its timers. So one that failed is closed and built anew. One
 * that only takes long is waited for: if it were closed while it connects, it might leave connections behind.
 * @throws Error when the store refuses it or `startTimeoutMs` is over, or the reason of `signal`
 */
export async function untilConnected<T extends Connecting>(
  build: () => T,
  store: { shown: string },
  options: OpenOptions,
): Promise<T> {
  let built: T | undefined;
  const connect = async () => {
    await built?.close(true);
    built = build();
    built.on("error", options.onError);
    await orAborted(built.waitUntilReady(), options.signal);
    return built;
  };
  try {
    return await untilReachable(connect, store, options);
  } catch (error) {
    await built?.close(true).catch(options.onError);
    throw error;
  }
}

/** @throws the reason of the signal, if that comes first */
async function orAborted(step: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return void (await step);
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    await Promise.race([step, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
