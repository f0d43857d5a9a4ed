import type { OpenOptions } from "./backend.ts";
import { untilReachable } from "../until-reachable.ts";

/** What BullMQ's `Queue` and `Worker` have in common here. */
interface Connecting {
  waitUntilReady(): Promise<unknown>;
  close(force?: boolean): Promise<void>;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/**
 * Builds a Queue or a Worker whose connection is up, as soon as the store lets it. BullMQ keeps the outcome of its
 * first connection: a Worker whose first one failed asks for chunks for ever, without a pause and without reaching
 * its store, and the process does nothing else, not even its timers. So what failed is closed, and built anew. What
 * only takes long is waited for: one that is closed in the midst of it may leave connections behind.
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

/** @throws the reason of the signal, where that comes first */
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
