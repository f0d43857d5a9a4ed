import type { Store } from "../store.ts";
import { openRedisBackend } from "./open-backend.ts";
import { pingUntilReachable } from "./ping.ts";

export const redisStore: Store = {
  openBackend: openRedisBackend,
  // Redis only has to be there.
  prepareQueues: pingUntilReachable,
  openRateLimits: async (...opened) => (await import("./rate-limits.ts")).openRedisRateLimits(...opened),
  prepareRateLimits: () => Promise.resolve(),
};
