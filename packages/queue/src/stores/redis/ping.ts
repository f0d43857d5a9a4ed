import { once } from "node:events";
import { Redis } from "ioredis";
import type { StoreAddress } from "../../options.ts";
import { clientOf } from "./server-of.ts";

/** Connects if needed, and pings. It rejects with the reason for which there is no connection. */
export async function pingRedis(redis: Redis): Promise<void> {
  // The call's own rejection says only that the connection is closed. The reason comes as an event.
  if (redis.status === "wait" || redis.status === "end") redis.connect().catch(() => undefined);
  // `once` rejects with the next "error" event.
  if (redis.status !== "ready") await once(redis, "ready");
  await redis.ping();
}

/** Pings on a connection of its own. */
export async function pingAlone(address: StoreAddress): Promise<void> {
  const redis = clientOf(Redis, address, { lazyConnect: true, retryStrategy: () => null });
  try {
    await pingRedis(redis);
  } finally {
    redis.disconnect();
  }
}
