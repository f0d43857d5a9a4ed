import type { RateLimiterAbstract } from "rate-limiter-flexible";
import type { StoreAddress } from "../options.ts";
import type { Backend, OpenOptions } from "./backend.ts";

/**
 * A kind of store: all that is its own. What stands above is one code path. The library that counts is loaded where
 * requests are counted: workers start without it.
 */
export interface Store {
  /** Opens the queues, once it answers. */
  openBackend(address: StoreAddress, options: OpenOptions): Promise<Backend>;
  /** Makes it ready to hold them, once it answers. Safe to repeat and to run at once from several places. */
  prepareQueues(address: StoreAddress, wait: { startTimeoutMs: number }): Promise<void>;
  /** Opens the counts of rate limits, where no request waits longer than that. Connects to nothing yet. */
  openRateLimits(address: StoreAddress, timeoutMs: number): Promise<RateLimitStore>;
  /** Makes it ready to hold those. Safe as above. */
  prepareRateLimits(address: StoreAddress): Promise<void>;
}

/** Where requests are counted, on connections of its own that fail fast. */
export interface RateLimitStore extends AsyncDisposable {
  /** Settles once the store may be asked, the first time after connecting to it. */
  ready(): Promise<void>;
  limiter(settings: LimiterSettings): RateLimiterAbstract;
}

interface LimiterSettings {
  readonly points: number;
  readonly duration: number;
  readonly inMemoryBlockOnConsumed: number;
  /** Of the keys under which it counts. */
  readonly prefix: string;
}
