import type { Store } from "../store.ts";
import { openPostgresBackend } from "./open-backend.ts";
import { preparePostgresQueues } from "./prepare-queues.ts";
import { openPostgresRateLimits, preparePostgresRateLimits } from "./rate-limits.ts";

export const postgresStore: Store = {
  openBackend: openPostgresBackend,
  prepareQueues: preparePostgresQueues,
  openRateLimits: openPostgresRateLimits,
  prepareRateLimits: preparePostgresRateLimits,
};
