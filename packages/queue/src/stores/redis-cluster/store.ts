import type { Store } from "../store.ts";
import { inTime, untilReachable } from "../../until-reachable.ts";
import { pingAlone } from "./ping.ts";
import { openClusterBackend } from "./open-backend.ts";
import { openClusterTurns } from "./open-turns.ts";

export const redisClusterStore: Store = {
  openBackend: openClusterBackend,
  openTurns: openClusterTurns,
  // The cluster only has to be there.
  prepareQueues: (address, wait) => untilReachable(() => inTime(pingAlone(address)), address, wait),
  openRateLimits: async (...opened) => (await import("./rate-limits.ts")).openClusterRateLimits(...opened),
  prepareRateLimits: () => Promise.resolve(),
};
