import type { OpenOptions } from "./backend.ts";
import { untilReachable } from "./until-reachable.ts";

/** What BullMQ's `Queue` and `Worker` have in common here. */
interface Connecting {
  waitUntilReady(): Promise<unknown>;
  close(force?: boolean): Promise<void>;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/**
 * Builds a Queue or a Worker whose connection is up, as soon as the store lets it. BullMQ keeps the outcome of its
 * first connection: a Worker whose first one failed asks for chunks for ever, without a pause and without reaching
 * its store, and the process does nothing else, not even its timers. So what failed is closed, and built anew.
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
    await built.waitUntilReady();
    return built;
  };
  try {
    return await untilReachable(connect, store, options);
  } catch (error) {
    await built?.close(true).catch(options.onError);
    throw error;
  }
}
