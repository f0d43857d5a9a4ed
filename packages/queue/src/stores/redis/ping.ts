import { once } from "node:events";
import { Redis } from "ioredis";
import type { StoreAddress } from "../../options.ts";
import { inTime, untilReachable } from "../../until-reachable.ts";

/** Connects where needed and pings; rejects with why there is no connection. */
export async function pingRedis(redis: Redis): Promise<void> {
  // Its own rejection only says that the connection is closed; the reason comes as an event.
  if (redis.status === "wait" || redis.status === "end") redis.connect().catch(() => undefined);
  // Rejects with the next "error" event.
  if (redis.status !== "ready") await once(redis, "ready");
  await redis.ping();
}

/** The same on a connection for that alone, until it succeeds. */
export async function pingUntilReachable(
  address: StoreAddress,
  wait: { startTimeoutMs: number },
): Promise<void> {
  await untilReachable(() => inTime(pingAlone(address)), address, wait);
}

async function pingAlone(address: StoreAddress): Promise<void> {
  const redis = new Redis(address.url, { lazyConnect: true, retryStrategy: () => null });
  try {
    await pingRedis(redis);
  } finally {
    redis.disconnect();
  }
}
