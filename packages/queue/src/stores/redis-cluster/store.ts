import type { Store } from "../store.ts";
import { pingUntilReachable } from "./ping.ts";
import { openClusterBackend } from "./open-backend.ts";

export const redisClusterStore: Store = {
  openBackend: openClusterBackend,
  // The cluster only has to be there.
  prepareQueues: pingUntilReachable,
  openRateLimits: async (...opened) => (await import("./rate-limits.ts")).openClusterRateLimits(...opened),
  prepareRateLimits: () => Promise.resolve(),
};
