import type { Store } from "../store.ts";
import { openRedisBackend } from "./open-backend.ts";
import { pingUntilReachable } from "./ping.ts";
import { openRedisRateLimits } from "./rate-limits.ts";

export const redisStore: Store = {
  openBackend: openRedisBackend,
  // It needs nothing but to be there.
  prepareQueues: pingUntilReachable,
  openRateLimits: openRedisRateLimits,
  prepareRateLimits: () => Promise.resolve(),
};
