import type { Store } from "../store.ts";
import { openPostgresBackend } from "./open-backend.ts";
import { openPostgresTurns } from "./open-turns.ts";
import { preparePostgresQueues } from "./prepare-queues.ts";

export const postgresStore: Store = {
  openBackend: openPostgresBackend,
  openTurns: openPostgresTurns,
  prepareQueues: preparePostgresQueues,
  openRateLimits: async (...opened) => (await import("./rate-limits.ts")).openPostgresRateLimits(...opened),
  prepareRateLimits: async (address) => (await import("./rate-limits.ts")).preparePostgresRateLimits(address),
};
