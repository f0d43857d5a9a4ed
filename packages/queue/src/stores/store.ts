import type { RateLimiterAbstract } from "rate-limiter-flexible";
import type { StoreAddress } from "../options.ts";
import type { Backend, OpenOptions, TurnStore } from "./backend.ts";

/**
 * A kind of store, with all that is its own. What stands above is one code path. The library that counts is loaded only
 * where requests are counted, so workers start without it.
 */
export interface Store {
  /** Opens the queues, once the store answers. */
  openBackend(address: StoreAddress, options: OpenOptions): Promise<Backend>;
  /** Opens the queue of turns, once the store answers. */
  openTurns(address: StoreAddress, options: OpenOptions): Promise<TurnStore>;
  /** Makes the store ready to hold queues, once it answers. It can be repeated, and run at once from several places. */
  prepareQueues(address: StoreAddress, wait: { startTimeoutMs: number }): Promise<void>;
  /** Opens the counts of rate limits. No request waits longer than that time. It connects to nothing yet. */
  openRateLimits(address: StoreAddress, timeoutMs: number): Promise<RateLimitStore>;
  /** Makes the store ready to hold the counts. It can be repeated, as above. */
  prepareRateLimits(address: StoreAddress): Promise<void>;
}

/** Counts requests, on connections of its own that fail fast. */
export interface RateLimitStore extends AsyncDisposable {
  /** Settles once the store may be asked. The first call connects to it. */
  ready(): Promise<void>;
  limiter(settings: LimiterSettings): RateLimiterAbstract;
}

interface LimiterSettings {
  readonly points: number;
  readonly duration: number;
  readonly inMemoryBlockOnConsumed: number;
  /** The prefix of the keys under which it counts. */
  readonly prefix: string;
}
