import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import { RateLimiterRedis } from "rate-limiter-flexible";
import type { StoreAddress } from "../../options.ts";
import type { RateLimitStore } from "../store.ts";

/** Counts in keys that Redis forgets by itself at the end of their window. */
export function openRedisRateLimits({ url, namespace }: StoreAddress, timeoutMs: number): RateLimitStore {
  const redis = new Redis(url, {
    lazyConnect: true,
    // Commands fail fast: a count that can't be asked for now is of no use later.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    commandTimeout: timeoutMs,
    connectTimeout: timeoutMs,
    // This cuts a connection whose other end has vanished silently, but not an idle one.
    socketTimeout: timeoutMs * 4,
    retryStrategy: (times) => Math.min(times * 50, 1_000),
  });
  // A request that asks meanwhile is told.
  redis.on("error", () => undefined);
  let opening: Promise<void> | undefined;

  return {
    ready: () => (opening ??= connect(redis, timeoutMs)),
    limiter: ({ prefix, ...settings }) =>
      new RateLimiterRedis({
        ...settings,
        storeClient: redis,
        keyPrefix: `${namespace}:rate-limit:${prefix}`,
      }),
    async [Symbol.asyncDispose]() {
      redis.disconnect();
    },
  };
}

/** Connects. If that takes too long, it goes on trying, and commands fail until then. */
async function connect(redis: Redis, timeoutMs: number): Promise<void> {
  const over = new AbortController();
  const late = delay(timeoutMs, undefined, { signal: over.signal });
  await Promise.race([redis.connect(), late]).catch(() => undefined);
  over.abort();
  await late.catch(() => undefined);
}
