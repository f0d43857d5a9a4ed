import type { RateLimiterAbstract } from "rate-limiter-flexible";
import { openPostgresStore } from "./postgres-store.ts";
import { openRedisStore } from "./redis-store.ts";

export interface StoreOptions {
  /** The queue's: `postgres://`, `postgresql://`, `redis://` or `rediss://`. */
  readonly url: string;
  /** The queue's: the prefix of the keys on Redis; on Postgres the schema is `<namespace>_queue`. */
  readonly namespace: string;
  /** No request waits longer for its count; 500 by default. */
  readonly timeoutMs?: number;
}

export interface LimiterSettings {
  readonly points: number;
  readonly duration: number;
  readonly inMemoryBlockOnConsumed: number;
}

/** Where the counts are kept, on connections of its own that fail fast. */
export interface Store extends AsyncDisposable {
  /** Settles once the store may be asked, the first time after connecting to it. */
  ready(): Promise<void>;
  limiter(settings: LimiterSettings): RateLimiterAbstract;
}

export const TIMEOUT_MS = 500;

/** Begins nothing yet. */
export function openStore(options: StoreOptions): Store {
  return isRedis(options.url) ? openRedisStore(options) : openPostgresStore(options);
}

export function isRedis(url: string): boolean {
  return /^rediss?:/.test(url);
}

/** The counts of windows of one length: a limit with another window starts anew. */
export function prefixOf({ duration }: LimiterSettings): string {
  return `${duration}s`;
}
