import { Redis } from "ioredis";
import type { Deployment } from "../deployment/deployment.ts";

/** Runs `use` on a connection to the deployment's Redis, past all proxies, and closes it. */
export async function withRedis<Result>(
  { redis: server }: Deployment,
  use: (redis: Redis) => Promise<Result>,
): Promise<Result> {
  const redis = new Redis(server?.url ?? "", { lazyConnect: true, commandTimeout: 10_000 });
  redis.on("error", () => {});
  try {
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}
