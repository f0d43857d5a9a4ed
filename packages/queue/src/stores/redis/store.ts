import type { Store } from "../store.ts";
import { openRedisBackend } from "./open-backend.ts";
import { openRedisTurns } from "./open-turns.ts";
import { inTime, untilReachable } from "../../until-reachable.ts";
import { pingAlone } from "./ping.ts";

export const redisStore: Store = {
  openBackend: openRedisBackend,
  openTurns: openRedisTurns,
  // Redis only has to be there.
  prepareQueues: (address, wait) => untilReachable(() => inTime(pingAlone(address)), address, wait),
  openRateLimits: async (...opened) => (await import("./rate-limits.ts")).openRedisRateLimits(...opened),
  prepareRateLimits: () => Promise.resolve(),
};
