import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import type { Cluster } from "ioredis";
import { RateLimiterRedis } from "rate-limiter-flexible";
import type { StoreAddress } from "../../options.ts";
import type { RateLimitStore } from "../store.ts";
import { clientOf } from "./server-of.ts";

/** Counts in keys that Redis forgets by itself at the end of their window. */
export function openRedisRateLimits(address: StoreAddress, timeoutMs: number): RateLimitStore {
  const redis = clientOf(Redis, address, {
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
  return limitsOn(redis, address.namespace, timeoutMs);
}

/** Counts on that client, which isn't connected yet. It is closed with the counts. */
export function limitsOn(client: Redis | Cluster, namespace: string, timeoutMs: number): RateLimitStore {
  let opening: Promise<void> | undefined;

  return {
    ready: () => (opening ??= connect(client, timeoutMs)),
    limiter: ({ prefix, ...settings }) =>
      new RateLimiterRedis({
        ...settings,
        storeClient: client,
        keyPrefix: `${namespace}:rate-limit:${prefix}`,
      }),
    async [Symbol.asyncDispose]() {
      client.disconnect();
    },
  };
}

/** Connects. If that takes too long, it goes on trying, and commands fail until then. */
async function connect(redis: Redis | Cluster, timeoutMs: number): Promise<void> {
  const over = new AbortController();
  const late = delay(timeoutMs, undefined, { signal: over.signal });
  await Promise.race([redis.connect(), late]).catch(() => undefined);
  over.abort();
  await late.catch(() => undefined);
}
