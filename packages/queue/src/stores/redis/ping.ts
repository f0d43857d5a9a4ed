import { once } from "node:events";
import type { Redis } from "ioredis";

/** Connects where needed and pings; rejects with why there is no connection. */
export async function pingRedis(redis: Redis): Promise<void> {
  // Its own rejection only says that the connection is closed; the reason comes as an event.
  if (redis.status === "wait" || redis.status === "end") redis.connect().catch(() => undefined);
  // Rejects with the next "error" event.
  if (redis.status !== "ready") await once(redis, "ready");
  await redis.ping();
}
